"""The environment: secure defaults, named faults, and no wrong mix."""

import stat
from ipaddress import ip_network
from pathlib import Path

import pytest
from yorisoi_service.config import environment
from yorisoi_service.config.reading import Faulty

SECRET = "x" * 50
POSTGRES = "postgresql://yorisoi:p%40ss@db.example:5433/support"


def test_without_a_word_everything_is_local_and_in_one_folder() -> None:
    read = environment.read({})
    assert read.data == Path("var").absolute()
    assert read.database["ENGINE"] == "django.db.backends.sqlite3"
    assert read.database["NAME"] == str(Path("var").absolute() / "yorisoi.sqlite3")
    assert read.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in read.database["OPTIONS"]["init_command"]
    assert (read.redis_url, read.trusted_proxies, read.audit_copy) == (None, (), None)


def test_postgresql_is_named_by_its_address() -> None:
    read = environment.read({"YORISOI_DATABASE_URL": POSTGRES})
    wanted = {"NAME": "support", "USER": "yorisoi", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert {key: read.database[key] for key in wanted} == wanted


def test_proxies_and_origins_are_lists() -> None:
    read = environment.read(
        {
            "YORISOI_TRUSTED_PROXIES": "10.0.0.1/32, fd00::/64",
            "YORISOI_VIEWER_ORIGINS": "https://a.example,https://b.example:8443",
        }
    )
    assert read.trusted_proxies == (ip_network("10.0.0.1/32"), ip_network("fd00::/64"))
    assert read.viewer_origins == ("https://a.example", "https://b.example:8443")
    assert environment.read({"YORISOI_VIEWER_ORIGINS": ""}).viewer_origins == ()
    assert environment.read({}).viewer_origins is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YORISOI_DATABASE_URL", "mysql://x/y"),
        ("YORISOI_DATABASE_URL", "sqlite://"),
        ("YORISOI_DATABASE_URL", "postgresql://host"),
        ("YORISOI_PROCESSES", "0"),
        ("YORISOI_PROCESSES", "many"),
        ("YORISOI_TRUSTED_PROXIES", "everybody"),
        ("YORISOI_TRUSTED_PROXIES", "10.0.0.1/24"),
        ("YORISOI_ORIGIN", "localhost:8000"),
        ("YORISOI_ORIGIN", "https://x.example/path"),
        ("YORISOI_VIEWER_ORIGINS", "*"),
        ("YORISOI_REDIS_URL", "http://x"),
        ("YORISOI_SECRET_KEY", "short"),
        ("YORISOI_DATA_KEY", "c2hvcnQ="),
        ("YORISOI_DATA_KEY", "no base64"),
        ("YORISOI_CALLS_KEY", "short"),
        ("YORISOI_CALLS_KEY", "a space in the middle of the whole key"),
        ("YORISOI_MAIL_URL", "mail.example.jp"),
        ("YORISOI_MAIL_URL", "smtp://"),
        ("YORISOI_DATABASE_URL", "postgresql://u:p@h:99999/n"),
        ("YORISOI_DATABASE_URL", "postgresql://[::1/n"),
        ("YORISOI_MAIL_URL", "smtp://h:99999"),
        ("YORISOI_REDIS_URL", "redis://[::1"),
        ("YORISOI_ORIGIN", "https://サポート.jp"),
        ("YORISOI_ORIGIN", "https://x y"),
        ("YORISOI_ORIGIN", "https://*.jp"),
        ("YORISOI_ORIGIN", "https://a;script-src *"),
        ("YORISOI_ORIGIN", "https://a\0.jp"),
        ("YORISOI_ORIGIN", "https://-a.jp"),
        ("YORISOI_ORIGIN", "https://[::1"),
    ],
)
def test_a_fault_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(Faulty, match=f"{name}: expected"):
        environment.read({name: value})


def test_several_processes_are_refused_whatever_stands_behind_them() -> None:
    both = {"YORISOI_DATABASE_URL": POSTGRES, "YORISOI_REDIS_URL": "redis://r:6379/0"}
    assert environment.read({"YORISOI_PROCESSES": "1", **both}).redis_url is not None
    with pytest.raises(Faulty, match="YORISOI_PROCESSES: expected 1"):
        environment.read({"YORISOI_PROCESSES": "2", **both})


def test_secrets_appear_in_no_error_and_no_repr() -> None:
    with pytest.raises(Faulty) as refused:
        environment.read({"YORISOI_SECRET_KEY": "hunter2", "YORISOI_DATABASE_URL": "mysql://u:hunter2@h/n"})
    assert "hunter2" not in str(refused.value)
    assert SECRET not in repr(environment.read({"YORISOI_SECRET_KEY": SECRET}))


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = environment.kept_secret(folder)
    assert len(first) >= environment.SHORTEST_SECRET
    assert environment.kept_secret(folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_the_data_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = environment.kept_data_key(tmp_path)
    assert len(first) == environment.DATA_KEY_BYTES
    assert environment.kept_data_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "data-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["data-key"]


def test_a_cut_data_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data-key").write_text("c2hvcnQ=\n")
    with pytest.raises(Faulty, match="32 bytes"):
        environment.kept_data_key(tmp_path)


def test_a_mail_server_is_named_by_its_address() -> None:
    mail = environment.read({"YORISOI_MAIL_URL": "smtp://desk:p%40ss@mail.example.jp"}).mail
    assert mail is not None
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_HOST_PASSWORD"]) == ("mail.example.jp", 587, "p@ss")
    assert (mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (True, False)
    hidden = environment.read({"YORISOI_MAIL_URL": "smtps://mail.example.jp"}).mail
    assert hidden is not None
    assert (hidden["EMAIL_PORT"], hidden["EMAIL_USE_TLS"], hidden["EMAIL_USE_SSL"]) == (465, False, True)


def test_a_folder_that_cannot_be_is_named_with_its_variable(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for folder in (file, file / "below", Path("/proc/nowhere")):
        with pytest.raises(Faulty, match="YORISOI_DATA: expected a folder in which this account may write"):
            environment.make_folder(folder)
        with pytest.raises(Faulty, match="YORISOI_DATA: expected"):
            environment.kept_secret(folder)


def test_addresses_of_every_kind_are_origins() -> None:
    for origin in (
        "http://localhost:8000",
        "https://xn--eckwd4c.jp",
        "https://192.0.2.7",
        "https://[2001:db8::1]:8443",
    ):
        assert environment.read({"YORISOI_ORIGIN": origin}).origin == origin


def test_an_emptied_secret_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("\n")
    with pytest.raises(Faulty, match="50 characters"):
        environment.kept_secret(tmp_path)
