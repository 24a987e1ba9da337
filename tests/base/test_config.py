"""Settings: where they come from, how wrong ones are named, and what production refuses."""

from __future__ import annotations

import base64
import json
import stat
import string
import tempfile
import threading
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sites import build_site
from webapp import create_app
from webapp.base.config import (
    COMMON_ENVIRONMENT_NAMES,
    ConfigError,
    Settings,
    instance_folder,
    load_settings,
)
from webapp.site.profile import ProfileError, load_profile

SETTINGS = {item.name: item for item in fields(Settings) if item.name != "instance"}
KEY = "wP3v-0bVt7Qe5XnJ8Lk2Zr9Ym4Hs6Ac1Uf_dGiToB"
PRODUCTION = {
    "STEPSTONE_MODE": "production",
    "STEPSTONE_SECRET_KEY": KEY,
    "STEPSTONE_BASE_URL": "https://jobb.example.se",
    "STEPSTONE_HOSTS": "jobb.example.se",
    "STEPSTONE_OPERATOR_PROFILE": "mine.toml",
}
# One fault each, by the setting that must be named, as it stands in the environment.
FAULTS: dict[str, list[str]] = {
    "secret_key": ["", "stepstone", KEY[:31], "a" * 64, "abcdefghijk" * 4],
    "debug": ["true", "1"],
    "hosts": ["", " , "],
    "base_url": [
        "",
        "http://jobb.example.se",
        "http://127.0.0.1:8000",
        "ftp://jobb.example.se",
        "jobb.example.se",
        "https://",
        "https://[",
        "https://jobb.example.se:port",
        "https://jobb.example.se/jobb",
        "https://jobb.example.se?a=b",
        "https://anna@jobb.example.se",
    ],
    "operator_profile": [""],
    "mode": ["Production", "test"],
    "log_level": ["INFO", "all"],
    "mail_tls": ["ssl", "STARTTLS"],
    "mail_sender": ["jobb.example", "a b@jobb.example", "a@b.example, c@d.example"],
    "mail_return_path": ["<a@b.example>"],
    "database_url": ["mysql://host/db", "stepstone.sqlite3", "sqlite:"],
}


def toml(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder


def problems(environment: dict[str, str], folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load_settings(environment, folder)
    return str(refused.value).splitlines()


def named(lines: list[str]) -> set[str]:
    return {line.partition(":")[0] for line in lines}


def some_values(item: Field[Any]) -> st.SearchStrategy[Any]:
    """Values that a demo takes for a setting."""
    if isinstance(item.default, bool):
        return st.booleans()
    if isinstance(item.default, int):
        return st.integers(item.metadata["least"], item.metadata["most"] or 10_000)
    word = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=20)
    if item.name == "data_keys":
        key = st.binary(min_size=32, max_size=32).map(lambda raw: base64.b64encode(raw).decode())
        return st.lists(key, min_size=1, max_size=3).map(tuple)
    if isinstance(item.default, tuple):
        return st.lists(word, min_size=1, max_size=3).map(tuple)
    return {
        "mode": st.just("demo"),
        "base_url": st.sampled_from(["https://a.example", "http://localhost:81", "http://[::1]"]),
        "bind": st.sampled_from(["127.0.0.1", "::1", "localhost"]),
        "database_url": word.map(lambda name: f"sqlite:///{name}"),
        "log_level": st.sampled_from(["debug", "info", "warning", "error"]),
        "mail_tls": st.sampled_from(["starttls", "implicit"]),
        "mail_sender": st.just("post@a.example"),
        "mail_return_path": st.just("studs@a.example"),
        # Each needs the other.
        "mail_user": st.just(""),
        "mail_password": st.just(""),
    }.get(item.name, word)


VALUES = st.fixed_dictionaries({}, optional={n: some_values(i) for n, i in SETTINGS.items()})


def in_environment(values: dict[str, Any]) -> dict[str, str]:
    def text(value: object) -> str:
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    return {f"STEPSTONE_{name.upper()}": text(value) for name, value in values.items()}


@given(in_file=VALUES, outside=VALUES)
def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    in_file: dict[str, Any], outside: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        lines = (f"{key} = {toml(value)}\n" for key, value in in_file.items())
        folder = written(Path(name), "".join(lines))
        settings = load_settings(in_environment(outside), folder)
    given_values = in_file | outside
    completed = {"secret_key", "database_url", "base_url", "hosts"} - set(given_values)
    for key, item in SETTINGS.items():
        if key not in completed:
            assert getattr(settings, key) == given_values.get(key, item.default), key


def test_what_a_demo_leaves_open_is_completed(tmp_path: Path) -> None:
    settings = load_settings({"PORT": "8123"}, tmp_path / "new")
    assert settings.port == 8123
    assert settings.base_url == "http://127.0.0.1:8123"
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert settings.database_url == f"sqlite:///{tmp_path}/new/stepstone.sqlite3"
    assert settings.index_path == tmp_path / "new" / "index"
    assert load_settings({"STEPSTONE_BIND": "::1"}, tmp_path).base_url == "http://[::1]:8000"


@pytest.mark.parametrize(("name", "variable"), COMMON_ENVIRONMENT_NAMES.items())
def test_common_names_work_beside_our_own(tmp_path: Path, name: str, variable: str) -> None:
    ours, theirs = {"port": ("8001", "8002")}.get(name, ("sqlite:///ours", "sqlite:///theirs"))
    own = {f"STEPSTONE_{name.upper()}": ours}
    assert str(getattr(load_settings({variable: theirs}, tmp_path), name)) == theirs
    assert str(getattr(load_settings({variable: theirs} | own, tmp_path), name)) == ours


def test_the_instance_folder_has_a_variable_of_its_own(tmp_path: Path) -> None:
    assert instance_folder({"STEPSTONE_INSTANCE": str(tmp_path)}) == tmp_path
    assert instance_folder({}) == Path("instance").resolve()
    assert load_settings({"STEPSTONE_INSTANCE": str(tmp_path)}).instance == tmp_path


@given(name=st.from_regex(r"[a-z][a-z_]{0,15}", fullmatch=True).filter(lambda n: n not in SETTINGS))
def test_an_unknown_setting_is_named(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = problems({}, written(Path(folder), f"{name} = 1\nport = 8000\n"))
        assert found == [f"config.toml: there is no setting {name}."]
        variable = f"STEPSTONE_{name.upper()}"
        if name != "instance":
            written(Path(folder), "")
            assert problems({variable: "1"}, Path(folder)) == [
                f"environment: there is no setting {variable}."
            ]


WRONG: dict[type, list[str]] = {
    bool: ["1", '"true"', "[]", "0.5"],
    int: ["true", '"8000"', "8000.0", "[8000]"],
    str: ["1", "true", '["demo"]', "2026-11-22"],
    tuple: ['"localhost"', "[1]", '["a", 1]', "{a = 1}"],
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_value_of_another_type_is_named(tmp_path: Path, name: str) -> None:
    for wrong in WRONG[type(SETTINGS[name].default)]:
        assert named(problems({}, written(tmp_path, f"{name} = {wrong}"))) == {name}, wrong


WRONG_IN_ENVIRONMENT = [
    *[("STEPSTONE_PORT", text) for text in ("eight", "8000.0", "²", "--1", "1" * 5000, "0", "-1")],
    ("PORT", "65536"),
    ("STEPSTONE_DEBUG", "perhaps"),
    ("STEPSTONE_WEB_THREADS", "0"),
    ("STEPSTONE_TRUSTED_PROXIES", "-1"),
]


@pytest.mark.parametrize(("variable", "text"), WRONG_IN_ENVIRONMENT)
def test_a_wrong_variable_is_named(tmp_path: Path, variable: str, text: str) -> None:
    assert named(problems({variable: text}, tmp_path)) == {variable}


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    folder = written(tmp_path, 'port = "8000"\nprot = 1\ndebug = 1\n')
    assert problems({}, folder) == [
        "port: must be a whole number.",
        "config.toml: there is no setting prot.",
        "debug: must be true or false.",
    ]


@pytest.mark.parametrize("content", [b"port = ", b"mode = '\xe5'", b"<html>"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    assert named(problems({}, tmp_path)) == {"config.toml"}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert named(problems({}, tmp_path)) == {"config.toml"}


def test_production_starts_when_all_is_well(tmp_path: Path) -> None:
    settings = load_settings(PRODUCTION, tmp_path)
    assert settings.production
    assert settings.https
    assert not (tmp_path / "secret_key").exists()


@given(
    faults=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(texts) for name, texts in FAULTS.items()}
    ).filter(lambda faults: faults and "mode" not in faults)
)
def test_production_names_each_unsafe_setting(faults: dict[str, str]) -> None:
    changes = {f"STEPSTONE_{name.upper()}": text for name, text in faults.items()}
    with tempfile.TemporaryDirectory() as folder:
        assert named(problems(PRODUCTION | changes, Path(folder))) == set(faults)


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in FAULTS.items() for text in texts]
)
def test_each_fault_alone_is_refused(tmp_path: Path, name: str, text: str) -> None:
    lines = problems(PRODUCTION | {f"STEPSTONE_{name.upper()}": text}, tmp_path)
    assert named(lines) == {name}


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.2"])
def test_a_demo_listens_on_loopback_only(tmp_path: Path, bind: str) -> None:
    assert "bind" in named(problems({"STEPSTONE_BIND": bind}, tmp_path))
    assert load_settings(PRODUCTION | {"STEPSTONE_BIND": bind}, tmp_path).bind == bind


@pytest.mark.parametrize("host", ["jobb.example.se", "192.168.1.2", "127.0.0.1.example.se"])
def test_plain_http_off_loopback_is_refused_in_a_demo_too(tmp_path: Path, host: str) -> None:
    assert named(problems({"STEPSTONE_BASE_URL": f"http://{host}"}, tmp_path)) == {"base_url"}


def test_the_demos_key_is_private_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    first = load_settings({}, folder).secret_key
    assert len(first) >= 32
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert load_settings({}, folder).secret_key == first
    assert load_settings({}, tmp_path / "other").secret_key != first
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_first_starts_at_the_same_time_agree_on_the_demos_key(tmp_path: Path) -> None:
    keys: list[str] = []
    ready = threading.Barrier(8)

    def start() -> None:
        ready.wait()
        keys.append(load_settings({}, tmp_path / "instance").secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert keys[0]


def profile_file(folder: Path, *, sample: bool) -> Path:
    text = (Path(load_profile.__code__.co_filename).parent / "operator.toml").read_text("utf-8")
    assert "sample = true" in text
    path = folder / "mine.toml"
    path.write_text(text.replace("sample = true", f"sample = {str(sample).lower()}"), "utf-8")
    return path


def test_a_profile_that_is_still_a_sample_is_refused_in_production(tmp_path: Path) -> None:
    path = profile_file(tmp_path, sample=True)
    environment = PRODUCTION | {"STEPSTONE_OPERATOR_PROFILE": str(path)}
    with pytest.raises(ProfileError, match="sample"):
        create_app(load_settings(environment, tmp_path))


def test_a_profile_of_ones_own_starts_in_production(tmp_path: Path, sqlite_url: str) -> None:
    path = profile_file(tmp_path, sample=False)
    environment = PRODUCTION | {"STEPSTONE_OPERATOR_PROFILE": str(path)}
    with build_site(tmp_path, sqlite_url, **environment) as site:
        answer = site.client.get("/health", base_url="https://jobb.example.se")
        assert answer.status_code == 200
        assert site.client.get("/health", base_url="https://other.example").status_code == 400
