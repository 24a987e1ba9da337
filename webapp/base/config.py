"""Settings of one instance, read from ``config.toml`` in its folder and from the environment.

The environment wins over the file, the file over the default. ``docs/operating.md`` describes every
setting, which a test holds against the fields below.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MINIMUM_KEY_LENGTH = 32
MINIMUM_KEY_SYMBOLS = 12
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
# Names that other tools set and people expect to work, beside STEPSTONE_<SETTING>.
COMMON_ENVIRONMENT_NAMES = {"database_url": "DATABASE_URL", "port": "PORT"}


class ConfigError(Exception):
    """A setting is unknown, of the wrong type, or unsafe. Says which one and what would be right."""


def setting(default: Any, *, describe: str, least: int | None = None) -> Any:
    return field(default=default, metadata={"describe": describe, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of an instance. ``instance`` is its folder; the rest may be set."""

    instance: Path
    mode: str = setting("demo", describe="demo or production")
    database_url: str = setting("", describe="sqlite:///path or postgresql://user:password@host/db")
    secret_key: str = setting("", describe="signs form tokens; at least 32 varied characters")
    base_url: str = setting("", describe="public address, without a slash at the end")
    hosts: tuple[str, ...] = setting((), describe="host names that the site answers to")
    bind: str = setting("127.0.0.1", describe="address that the web server listens on")
    port: int = setting(8000, describe="port that the web server listens on", least=1)
    web_processes: int = setting(2, describe="number of web server processes", least=1)
    web_threads: int = setting(8, describe="threads of one web server process", least=1)
    trusted_proxies: int = setting(
        0, describe="reverse proxies whose X-Forwarded-* are believed", least=0
    )
    operator_profile: str = setting("", describe="path of the operator profile; empty: the sample")
    index_folder: str = setting("", describe="folder of the ad index; empty: index in the instance")
    log_level: str = setting("info", describe="debug, info, warning or error")
    debug: bool = setting(False, describe="tracebacks in the browser; refused in production")

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def index_path(self) -> Path:
        return Path(self.index_folder) if self.index_folder else self.instance / "index"


def instance_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The instance folder: ``STEPSTONE_INSTANCE``, or ``instance`` where the command is run."""
    return Path(environment.get("STEPSTONE_INSTANCE") or "instance").resolve()


def load_settings(
    environment: Mapping[str, str] = os.environ, instance: Path | None = None
) -> Settings:
    """Reads, checks and completes the settings.

    Raises:
        ConfigError: a setting is unknown, has the wrong type, or is unsafe in production.
    """
    folder = instance or instance_folder(environment)
    values = _from_file(folder / "config.toml") | _from_environment(environment)
    if values.get("mode", "demo") == "demo":
        values.setdefault("secret_key", "")
        values["secret_key"] = values["secret_key"] or _kept_demo_key(folder)
    values["database_url"] = values.get("database_url") or f"sqlite:///{folder}/stepstone.sqlite3"
    if not values.get("base_url"):
        host = values.get("bind", "127.0.0.1")
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
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        problems.append(f'base_url: "{settings.base_url}" is not an http or https address.')
    elif address.scheme == "http" and address.hostname not in LOOPBACK_HOSTS:
        # Session cookies must never cross a network in the clear (ARCHITECTURE.md §4).
        problems.append("base_url: plain http is allowed on loopback only; use https.")
    if not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        problems.append("database_url: must start with sqlite:/// or postgresql://.")
    if settings.production:
        problems += _unsafe_in_production(settings)
    elif settings.bind not in LOOPBACK_HOSTS:
        problems.append("bind: a demo listens on loopback only.")
    return problems


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
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: {error}") from error
    known = {item.name: item for item in fields(Settings) if item.name != "instance"}
    for name in found:
        if name not in known:
            raise ConfigError(f"{path.name}: unknown setting {name}.")
    return {name: _typed(name, value, known[name]) for name, value in found.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for item in fields(Settings):
        names = (f"STEPSTONE_{item.name.upper()}", COMMON_ENVIRONMENT_NAMES.get(item.name, ""))
        text = next((environment[name] for name in names if environment.get(name)), None)
        if item.name != "instance" and text is not None:
            values[item.name] = _typed(item.name, _parsed(item.default, text), item)
    return values


def _parsed(default: Any, text: str) -> Any:
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if isinstance(default, int):
        return int(text) if text.lstrip("-").isdigit() else text
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _typed(name: str, value: Any, item: Any) -> Any:
    if isinstance(item.default, tuple):
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise ConfigError(f"{name}: must be a list of texts.")
        return tuple(value)
    if type(value) is not type(item.default):
        raise ConfigError(f"{name}: must be of type {type(item.default).__name__}.")
    least = item.metadata["least"]
    if least is not None and value < least:
        raise ConfigError(f"{name}: must be at least {least}.")
    return value


def _kept_demo_key(folder: Path) -> str:
    """The demo's own key, made once, so that forms survive a restart."""
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
