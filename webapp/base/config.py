"""Settings of one instance, read from ``config.toml`` in its folder and from the environment.

The environment wins over the file, the file over the default. ``docs/operating.md`` describes every
setting, which a test holds against the fields below.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import re
import secrets
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MINIMUM_KEY_LENGTH = 32
MINIMUM_KEY_SYMBOLS = 12
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
ENVIRONMENT_PREFIX = "STEPSTONE_"
INSTANCE_VARIABLE = "STEPSTONE_INSTANCE"
HIGHEST_PORT = 65535
DATA_KEY_BYTES = 32
_MAIL_ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9.-]+")
# Names that other tools set and people expect to work, beside STEPSTONE_<SETTING>.
COMMON_ENVIRONMENT_NAMES = {"database_url": "DATABASE_URL", "port": "PORT"}


class ConfigError(Exception):
    """A setting is unknown, of the wrong type, or unsafe: which one, and what would be right."""


def setting(
    default: Any, *, describe: str, least: int | None = None, most: int | None = None
) -> Any:
    return field(default=default, metadata={"describe": describe, "least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of an instance. ``instance`` is its folder; the rest may be set."""

    instance: Path
    mode: str = setting("demo", describe="demo or production")
    database_url: str = setting("", describe="sqlite:///path or postgresql://user:password@host/db")
    secret_key: str = setting("", describe="signs form tokens; at least 32 varied characters")
    data_keys: tuple[str, ...] = setting(
        (), describe="keys of personal data, base64 of 32 bytes each; empty: the instance's own"
    )
    base_url: str = setting("", describe="public address, without a slash at the end")
    hosts: tuple[str, ...] = setting((), describe="host names that the site answers to")
    bind: str = setting("127.0.0.1", describe="address that the web server listens on")
    port: int = setting(
        8000, describe="port that the web server listens on", least=1, most=HIGHEST_PORT
    )
    web_processes: int = setting(2, describe="number of web server processes", least=1)
    web_threads: int = setting(8, describe="threads of one web server process", least=1)
    trusted_proxies: int = setting(
        0, describe="reverse proxies whose X-Forwarded-* are believed", least=0
    )
    operator_profile: str = setting("", describe="path of the operator profile; empty: the sample")
    index_folder: str = setting("", describe="folder of the ad index; empty: index in the instance")
    mail_server: str = setting("", describe="host of the SMTP server; empty: files in the instance")
    mail_port: int = setting(587, describe="port of the SMTP server", least=1, most=HIGHEST_PORT)
    mail_tls: str = setting("starttls", describe="starttls, implicit or none")
    mail_user: str = setting("", describe="user name at the SMTP server; empty: no login")
    mail_password: str = setting("", describe="password at the SMTP server")
    mail_timeout: int = setting(20, describe="seconds that the SMTP server may be silent", least=1)
    mail_sender: str = setting("", describe="address that mails come from; empty: the operator's")
    mail_return_path: str = setting("", describe="address that refusals go to; empty: the sender")
    cv_requests_per_day: int = setting(
        20, describe="requests about CVs that one company may send in a day", least=0
    )
    anonymity_threshold: int = setting(
        5, describe="an anonymous CV that fewer people's are like is warned of", least=1
    )
    log_level: str = setting("info", describe="debug, info, warning or error")
    debug: bool = setting(False, describe="errors end in a traceback; refused in production")

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def mail_path(self) -> Path:
        """Where mails lie that no server takes."""
        return self.instance / "mail"

    @property
    def mail_host(self) -> str:
        """The host that senders, Message-IDs and names of lists end in: the site's, by name."""
        host = _origin(self.base_url)[1]
        # An address of numbers is no domain of mail (RFC 5321, section 4.1.2).
        return "localhost" if host in LOOPBACK_HOSTS else host

    @property
    def index_path(self) -> Path:
        return Path(self.index_folder) if self.index_folder else self.instance / "index"


def instance_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The instance folder: ``STEPSTONE_INSTANCE``, or ``instance`` where the command is run."""
    return Path(environment.get(INSTANCE_VARIABLE) or "instance").resolve()


def load_settings(
    environment: Mapping[str, str] = os.environ, instance: Path | None = None
) -> Settings:
    """Reads, checks and completes the settings.

    Raises:
        ConfigError: settings are unknown, of the wrong type, or unsafe; one a line.
    """
    folder = instance or instance_folder(environment)
    values = _from_file(folder / "config.toml") | _from_environment(environment)
    if values.get("mode", "demo") == "demo":
        values.setdefault("secret_key", "")
        values["secret_key"] = values["secret_key"] or _kept_demo_key(folder)
    values["database_url"] = values.get("database_url") or f"sqlite:///{folder}/stepstone.sqlite3"
    if not values.get("base_url"):
        host = values.get("bind", "127.0.0.1")
        host = f"[{host}]" if ":" in host else host
        values["base_url"] = f"http://{host}:{values.get('port', 8000)}"
    values["base_url"] = values["base_url"].rstrip("/")
    if not values.get("hosts") and values.get("mode", "demo") == "demo":
        values["hosts"] = ("127.0.0.1", "localhost", "[::1]")
    settings = Settings(instance=folder, **values)
    problems = unsafe(settings)
    if problems:
        raise ConfigError("\n".join(problems))
    return settings


def unsafe(settings: Settings) -> list[str]:
    """What forbids a start, one sentence each; empty when all is well."""
    problems = []
    if settings.mode not in ("demo", "production"):
        problems.append(f'mode: "{settings.mode}" is neither demo nor production.')
    if settings.log_level not in ("debug", "info", "warning", "error"):
        problems.append(f'log_level: "{settings.log_level}" is not a level.')
    scheme, host = _origin(settings.base_url)
    if scheme not in ("http", "https") or not host:
        problems.append(
            f'base_url: "{settings.base_url}" is not an http or https address of a host alone.'
        )
    elif scheme == "http" and host not in LOOPBACK_HOSTS:
        # Session cookies must never cross a network in the clear.
        problems.append("base_url: plain http is allowed on loopback only; use https.")
    if not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        problems.append("database_url: must start with sqlite:/// or postgresql://.")
    if not all(map(_is_data_key, settings.data_keys)):
        problems.append("data_keys: each must be base64 of 32 bytes.")
    problems += _unsafe_mail(settings)
    if settings.production:
        problems += _unsafe_in_production(settings)
    elif settings.bind not in LOOPBACK_HOSTS:
        problems.append("bind: a demo listens on loopback only.")
    return problems


def _unsafe_mail(settings: Settings) -> list[str]:
    problems = []
    if settings.mail_tls not in ("starttls", "implicit", "none"):
        problems.append(f'mail_tls: "{settings.mail_tls}" is neither starttls, implicit nor none.')
    if settings.mail_tls == "none" and settings.mail_server not in {"", *LOOPBACK_HOSTS}:
        # Mails carry links that act as keys, and the password would cross the network too.
        problems.append("mail_tls: none is allowed to a server on loopback only.")
    if bool(settings.mail_user) != bool(settings.mail_password):
        problems.append("mail_user, mail_password: set both or neither.")
    for name in ("mail_sender", "mail_return_path"):
        if not _MAIL_ADDRESS.fullmatch(getattr(settings, name) or "a@b"):
            problems.append(f"{name}: is not a plain e-mail address.")
    return problems


def _origin(address: str) -> tuple[str, str]:
    """Scheme and host of an address without path, query or user; empty where it isn't one."""
    try:
        parts = urlsplit(address)
        # Reading the port checks it.
        alone = (parts.port, parts.path, parts.query, parts.fragment, parts.username)[1:]
    except ValueError:
        return "", ""
    return ("", "") if any(alone) else (parts.scheme, parts.hostname or "")


def _is_data_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == DATA_KEY_BYTES
    except binascii.Error:
        return False


def _unsafe_in_production(settings: Settings) -> list[str]:
    problems = []
    key = settings.secret_key
    if len(key) < MINIMUM_KEY_LENGTH or len(set(key)) < MINIMUM_KEY_SYMBOLS:
        problems.append(
            "secret_key: too weak for production; "
            'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if settings.debug:
        problems.append("debug: must be off in production.")
    if not settings.hosts:
        problems.append("hosts: name the hosts that the site answers to.")
    if not settings.https:
        problems.append("base_url: must be an https address in production.")
    if not settings.operator_profile:
        problems.append("operator_profile: the sample profile is refused in production.")
    return problems


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path.name}: {error}") from error
    return _checked({name: (name, value) for name, value in found.items()}, path.name)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, tuple[str, Any]] = {}
    for name, default in _defaults().items():
        own = f"{ENVIRONMENT_PREFIX}{name.upper()}"
        for variable in (own, COMMON_ENVIRONMENT_NAMES.get(name, own)):
            if name not in found and environment.get(variable):
                found[name] = (variable, _parsed(default, environment[variable]))
    known = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in _defaults()} | {INSTANCE_VARIABLE}
    # A misspelt variable would otherwise leave a setting at its default without a word.
    unknown = {
        variable: (variable, None)
        for variable in environment
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in known
    }
    return _checked(found | unknown, "environment")


def _defaults() -> dict[str, Any]:
    return {item.name: item.default for item in fields(Settings) if item.name != "instance"}


def _checked(found: Mapping[str, tuple[str, Any]], source: str) -> dict[str, Any]:
    """Typed values of settings by name, from what a source calls them and gives for them.

    Raises:
        ConfigError: some are unknown or of the wrong type; says all of them, one a line.
    """
    known = {item.name: item for item in fields(Settings) if item.name != "instance"}
    problems = []
    for name, (called, value) in found.items():
        if name not in known:
            problems.append(f"{source}: there is no setting {called}.")
        elif problem := _type_problem(called, value, known[name]):
            problems.append(problem)
    if problems:
        raise ConfigError("\n".join(problems))
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, (_, value) in found.items()
    }


def _parsed(default: Any, text: str) -> Any:
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if isinstance(default, int):
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _type_problem(called: str, value: Any, item: Any) -> str | None:
    if isinstance(item.default, tuple):
        is_list = isinstance(value, list) and all(isinstance(part, str) for part in value)
        return None if is_list else f"{called}: must be a list of texts."
    if type(value) is not type(item.default):
        words = {bool: "true or false", int: "a whole number", str: "a text"}
        return f"{called}: must be {words[type(item.default)]}."
    least, most = item.metadata["least"], item.metadata["most"]
    if least is not None and value < least:
        return f"{called}: must be at least {least}."
    if most is not None and value > most:
        return f"{called}: must be at most {most}."
    return None


def _kept_demo_key(folder: Path) -> str:
    """The demo's own key, made once, so that forms survive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=folder, prefix="secret_key.")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Linked under its name only when complete: of two first starts, one key wins for both.
        with contextlib.suppress(FileExistsError):
            os.link(scratch, path)
        Path(scratch).unlink()
    return path.read_text(encoding="ascii").strip()
