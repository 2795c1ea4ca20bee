"""A wrong setting stops the start with one line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import WrongSetting, load

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which `rasoat.toml` is looked for."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused() -> str:
    with pytest.raises(WrongSetting) as wrong:
        load()
    said = str(wrong.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "name",
    ["RASOAT_PRACTISE", "rasoat_practise", "RASOAT_TELEGRAM__TOKKEN", "RASOAT_WEB__PROT", "RASOAT_PRACTICE__X",
     "RASOAT_TELEGRAMTOKEN", "RASOAT_"],
)  # fmt: skip
def test_a_misspelt_variable_stops_the_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "3")
    assert refused() == f"Thiết lập {name} sai: không có thiết lập nào tên này"


@pytest.mark.parametrize(
    ("lines", "name"),
    [("practise = 3", "RASOAT_PRACTISE"), ("[telegram]\ntokken = 'x'", "RASOAT_TELEGRAM__TOKKEN"),
     ("[sao_luu]\ngio = 3", "RASOAT_SAO_LUU")],
)  # fmt: skip
def test_a_misspelt_key_of_the_file_stops_the_start(lines: str, name: str, here: Path) -> None:
    (here / "rasoat.toml").write_text(lines, encoding="utf-8")
    assert refused() == f"Thiết lập {name} sai: không có thiết lập nào tên này"


def test_half_an_official_account_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "rasoat.toml").write_text("[zalo_oa]\napp_id = '1'\noa_secret = 'x'")
    assert "RASOAT_ZALO_OA__APP_SECRET" in refused()


def test_a_zalo_webhook_needs_an_address_of_ours(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_ZALO_BOT__TOKEN", "1:x")
    monkeypatch.setenv("RASOAT_ZALO_BOT__WEBHOOK_SECRET", SECRET)
    assert "RASOAT_WEB__PUBLIC_URL" in refused()


def test_what_zalo_and_tests_ask_for_is_let_be(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_ZALO_BOT__TOKEN", "1:x")
    monkeypatch.setenv("RASOAT_ZALO_OA__APP_ID", "1")
    monkeypatch.setenv("RASOAT_ZALO_OA__APP_SECRET", "x")
    monkeypatch.setenv("RASOAT_ZALO_OA__OA_SECRET", "x")
    monkeypatch.setenv("RASOAT_TEST_KILLS", "1")
    monkeypatch.setenv("RASOAT_WEB__PUBLIC_URL", "https://rasoat.example")
    (here / "rasoat.toml").write_text("practice = 3\n[zalo_oa]\napp_id = '1'\n[web]\nport = 0")
    settings = load()
    assert (settings.practice, settings.web.port) == (3, 0)


@pytest.mark.parametrize(
    ("secret", "reason"),
    [(None, "phải có ít nhất 32 ký tự"), ("short", "phải có ít nhất 32 ký tự"),
     (f"{SECRET} ", "chỉ gồm A–Z a–z 0–9 _ -"), (f"{SECRET}ạ", "chỉ gồm A–Z a–z 0–9 _ -")],
)  # fmt: skip
def test_a_poor_secret_of_the_webhook_is_named(
    secret: str | None, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASOAT_TELEGRAM__WEBHOOK_URL", "https://rasoat.example/telegram")
    if secret:
        monkeypatch.setenv("RASOAT_TELEGRAM__WEBHOOK_SECRET", secret)
    said = refused()
    assert said == f"Thiết lập RASOAT_TELEGRAM__WEBHOOK_SECRET sai: {reason}"


def test_a_good_secret_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_TELEGRAM__WEBHOOK_URL", "https://rasoat.example/telegram")
    monkeypatch.setenv("RASOAT_TELEGRAM__WEBHOOK_SECRET", f"{SECRET}-_")
    assert load().telegram.webhook_secret.get_secret_value() == f"{SECRET}-_"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["@ra_soat_bot", " @ra_soat_bot ", "ra_soat_bot"])
def test_the_bots_name_may_be_written_as_people_write_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_TELEGRAM__USERNAME", name)
    assert load().telegram.username == "ra_soat_bot"


def test_a_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_DATABASE_URL", "postgresql+asyncpg//rasoat:geheim@localhost/rasoat")
    assert refused() == "Thiết lập RASOAT_DATABASE_URL sai: không đọc được địa chỉ cơ sở dữ liệu"


def test_a_provinces_own_file_of_days_is_taken(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().calendar is None
    (here / "days.csv").write_text("day,kind,reason\n2027-02-08,off,Tết\n", encoding="utf-8")
    monkeypatch.setenv("RASOAT_CALENDAR", "days.csv")
    assert load().calendar == Path("days.csv")


def test_a_missing_or_broken_file_of_days_stops_the_start(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASOAT_CALENDAR", "none.csv")
    assert refused() == "Thiết lập RASOAT_CALENDAR sai: không đọc được tệp none.csv"
    (here / "broken.csv").write_text("day,kind,reason\n2027-02-08,feast,Tết\n", encoding="utf-8")
    monkeypatch.setenv("RASOAT_CALENDAR", "broken.csv")
    assert (
        refused()
        == "Thiết lập RASOAT_CALENDAR sai: tệp broken.csv, dòng 2: cột kind phải là off hoặc workday"
    )
