"""Every bulletin of both sample offices, read from its page: what is reported appears, with its marks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support.offices import DAYS, UNITS, make_editions, make_offices, page
from support.once import made_once
from support.pages import X, parsed, text_of
from thongbao.data.reports import read
from thongbao.database import open_store
from thongbao.params.office import read_office
from thongbao.settings import settings

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from thongbao.records import Locale
    from thongbao.settings import Settings

ROOTS = {office: units[1:] for office, units in UNITS.items()}
MADE: dict[str, list[tuple[Locale, tuple[str, ...]]]] = {
    "zhumadian": [("zh_Hans", UNITS["zhumadian"]), ("en", ROOTS["zhumadian"])],
    "thai-binh": [("vi", UNITS["thai-binh"])],
}
"""Every notebook in every language; what is left of offices and languages is in `make faults`."""

DIGEST = ("thai-binh", "zh_Hans", ROOTS["thai-binh"], "weekly_digest")
"""Its length is held in Chinese, whose office it is not."""


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory, worker_id: str, sample_inbox: Path) -> Settings:
    """Both offices with the editions of MADE and the DIGEST. Read only; made once."""

    def make(folder: Path) -> None:
        home = make_offices(folder, sample_inbox)
        failed = [make_editions(home, office, *part) for office, parts in MADE.items() for part in parts]
        failed.append(make_editions(home, *DIGEST))
        (folder / "failed").write_text("".join(failed), encoding="utf-8")

    return settings(made_once(tmp_path_factory, worker_id, "both offices", make))


def shown(home: Settings, office: str, name: str, locale: str = "") -> str:
    """Return the text of a page."""
    return text_of(parsed(page(home, office, name, locale)))


def table(home: Settings, office: str, name: str, *words: str) -> list[list[str]]:
    """Return the cells of the first table of a page that has all ``words`` in it, line by line."""
    for one in parsed(page(home, office, name)).iter(f"{X}table"):
        if all(word in text_of(one) for word in words):
            return [[text_of(cell) for cell in line] for line in one.iter(f"{X}tr")]
    pytest.fail(f"{name} has no table with {words}")


def main_of(tree: Element) -> Element:
    """Return what a page says, without its head and foot."""
    return next(tree.iter(f"{X}main"))


def test_every_bulletin_is_made(offices: Settings) -> None:
    """No edition failed its run or its check."""
    assert (offices.home / "failed").read_text(encoding="utf-8") == ""
    for office, parts in MADE.items():
        bulletins = read_office(offices.params, office).bulletins
        for locale, units in parts:
            codes = {
                "/".join([units[0] if one.scope == "unit" else units[-1], one.code])
                for one in bulletins
                if one.scope == "office" or len(units) > 1
            }
            assert [code for code in sorted(codes) if not page(offices, office, code, locale).is_file()] == []


@pytest.mark.faults
@pytest.mark.parametrize(("office", "locale"), [(o, loc) for o in DAYS for loc in ("zh_Hans", "vi", "en")])
def test_every_bulletin_is_made_in_every_language(
    tmp_path: Path, sample_inbox: Path, office: str, locale: Locale
) -> None:
    """All offices, all languages, the unit and the whole."""
    home = make_offices(tmp_path, sample_inbox)

    assert make_editions(home, office, locale, UNITS[office]) == ""


def test_every_page_says_what_is_illustrative(offices: Settings) -> None:
    """Nobody takes sample data for reports."""
    words = {"zh_Hans": "示例数据", "vi": "Dữ liệu minh họa", "en": "Illustrative data"}

    pages = sorted(offices.outputs.glob("*/*/*/*.html"))

    assert [p.name for p in pages if words[p.name.split(".")[1]] not in text_of(parsed(p))] == []


@pytest.mark.parametrize("office", DAYS)
def test_no_page_has_two_languages(offices: Settings, office: str) -> None:
    """Beside what clerks wrote, which is shown as it is written, nothing Chinese is left in other languages."""
    params, last = read_office(offices.params, office), DAYS[office]
    forms, units = [form.code for form in params.forms], [unit.code for unit in params.units]
    told = read(open_store(offices.store), office, forms, units, params.office.starts, last).entries["text"]
    chinese = re.compile(r"[\u4e00-\u9fff]+")
    written = sorted({text for text in told if chinese.search(text)}, key=len, reverse=True)
    for locale, _ in MADE[office]:
        for path in sorted((offices.outputs / office / last.isoformat()).glob(f"*/*.{locale}.html")):
            if locale != "zh_Hans":
                said = re.sub(r"“[^”]*”", "", text_of(parsed(path)))
                for text in written:
                    said = said.replace(text, "")
                assert not chinese.findall(said), path.name


def test_the_published_viewers_stand_apart(offices: Settings) -> None:
    """57,000 a day and 155,000 on a first day: two figures, no sum, and no day that the source does not state."""
    said = shown(offices, "zhumadian", "411700/online_learning_all")

    assert "高三截至所列日期的日均收看人数：5.7万" in said
    assert "九年级开播首日收看人数：15.5万" in said
    assert "212,000" not in said
    assert "21.2万" not in said
    assert "开播首日：未填报（0/12个单位）" in said


def test_a_share_always_shows_its_numbers(offices: Settings) -> None:
    """No percent stands without n/N, timetables among them."""
    said = shown(offices, "thai-binh", "34/online_learning_all")

    assert re.search(r"Cơ sở có thời khóa biểu chung: \d+/\d+ \(9\d,\d%\)", said)


def test_lessons_are_shown_by_mode(offices: Settings) -> None:
    """Pupils by the way they are taught, and hours by subject and grade."""
    lines = table(offices, "zhumadian", "411700/online_learning_all", "语文", "高三", "合计")

    assert lines[0] == ["学科", "九年级（初三）", "高三", "合计"]
    assert re.fullmatch(r"[\d,]+/[\d,]+（\d+%）.*", lines[1][1])
    assert table(offices, "zhumadian", "411700/online_learning_all", "直播", "录播", "电视", "尚无授课")


def test_teachers_trained_are_shown_by_level(offices: Settings) -> None:
    """With the share of those who are to be trained."""
    lines = table(offices, "thai-binh", "338/online_learning", "Đã tập huấn (lũy kế)", "Mầm non")

    assert [line[0] for line in lines[1:]] == [
        "Mầm non",
        "Tiểu học",
        "Trung học cơ sở",
        "Trung học phổ thông",
        "Tổng số",
    ]


def test_the_published_need_of_devices_is_printed(offices: Settings) -> None:
    """15,168 in the province, 3,071 in the district that lacks most."""
    found = table(offices, "thai-binh", "34/devices_network_all", "huyện Quỳnh Phụ", "Thiết bị cần có")
    lines = {line[0]: line[1:] for line in found}

    assert lines["huyện Quỳnh Phụ"][0] == "3.071"
    assert lines["Tất cả đơn vị"][0].startswith("15.168")


def test_device_and_line_are_two_conditions(offices: Settings) -> None:
    """Who lacks a device, a line, or both, by household."""
    lines = table(offices, "zhumadian", "411722/devices_network", "仅缺设备", "设备网络均缺")

    assert lines[0] == ["项目", "仅缺设备", "仅缺网络", "设备网络均缺"]
    assert [line[0] for line in lines[1:]] == ["贫困家庭", "低收入边缘家庭", "其他家庭", "合计"]


def test_a_line_beyond_its_capacity_is_said_to_be(offices: Settings) -> None:
    """The tightest line first, with how much of it is used."""
    lines = table(offices, "zhumadian", "411722/devices_network", "利用率", "示例乡")

    assert "127%" in lines[1]
    assert "超过" in lines[1][-1]


def test_deliveries_show_what_is_outstanding(offices: Settings) -> None:
    """Delivered of what is to be delivered; the longest wait of one unit, never added up over several."""
    unit = table(offices, "zhumadian", "411722/devices_network", "最长等待天数")
    whole = table(offices, "zhumadian", "411700/devices_network_all", "教材（套）", "应配送")

    assert len(unit[0]) == len(whole[0]) + 1


def test_training_centres_are_counted_with_their_shares(offices: Settings) -> None:
    """Checked, closed and sealed, each of its whole."""
    lines = {line[0]: line[1:] for line in table(offices, "zhumadian", "411700/training_centres_all", "95%")}

    assert lines["累计已排查占登记机构数"][:3] == ["640", "640", "100.0%"]
    assert lines["已贴封条占现已停课"][:3] == ["640", "640", "100.0%"]


def test_operators_of_two_units_send_zero_reports(offices: Settings) -> None:
    """Yicheng and the Development Zone: nothing to report is a report."""
    units, friday = ["411702", "411771"], DAYS["zhumadian"]
    store = open_store(offices.store)
    found = read(store, "zhumadian", ["training_centres"], units, friday, friday + timedelta(days=2))

    assert set(found.reports.loc[found.reports["day"] > "2020-02-14", "state"]) == {"zero"}


def test_the_state_of_each_level_is_shown(offices: Settings) -> None:
    """Postponed or online only, as of the day of the last report."""
    lines = {line[0]: line[1] for line in table(offices, "zhumadian", "411722/training_centres", "幼儿园", "状态")}

    assert lines["幼儿园"] == "延期开学"
    assert lines["高中"] == "仅线上教学"


def test_the_rota_has_a_line_for_every_unit(offices: Settings) -> None:
    """Who leads on each day, how many work at home, and how many are exempt."""
    lines = table(offices, "zhumadian", "411700/duty_remote_work_all", "审批状态")

    assert len(lines) == 13
    assert re.fullmatch(r"[正副]职 \d+；\d+", lines[1][1])


def test_a_day_without_a_leader_on_site_is_named(offices: Settings) -> None:
    """The unit and the day."""
    assert "正阳县（2月19日）" in shown(offices, "zhumadian", "411700/duty_remote_work_all")
    assert "huyện Hưng Hà" in shown(offices, "thai-binh", "34/duty_remote_work_all")


def test_a_rota_that_is_late_or_not_approved_is_said_to_be(offices: Settings) -> None:
    """Both by name."""
    said = shown(offices, "zhumadian", "411700/duty_remote_work_all")

    assert "未在截止时间前提交：确山县" in said
    assert "未在截止当日批准：确山县和驻马店经济开发区" in said


def test_declarations_are_shown_with_their_share(offices: Settings) -> None:
    """Of the staff, and who is to be followed up of those who declared."""
    said = shown(offices, "zhumadian", "411700/duty_remote_work_all")

    assert re.search(r"当日已申报：[\d,]+/1,320（9\d\.\d%）", said)


def test_an_allowance_is_a_proposal_until_it_is_approved(offices: Settings) -> None:
    """Eleven units propose, one is approved: their days and their money are added up apart."""
    lines = table(offices, "zhumadian", "411700/duty_remote_work_all", "金额", "建议", "已批准")

    assert [line[-1] for line in lines[1:13]].count("建议") == 11
    assert [(line[1], line[3].split()[0], line[-1]) for line in lines[-2:]] == [
        ("8,358", "167,160", "建议"),
        ("882", "17,640", "已批准"),
    ]


def test_an_overdue_task_comes_first_and_is_marked(offices: Settings) -> None:
    """What was due and is not done."""
    lines = table(offices, "zhumadian", "411722/directive_follow_up", "责任部门")

    assert "▲" in lines[1][2]
    assert lines[1][-1] != "已完成"


def test_inspections_show_what_is_open(offices: Settings) -> None:
    """Open findings of all, and a visit that was planned and not made."""
    said = shown(offices, "zhumadian", "411700/directive_follow_up_all")

    assert re.search(r"其中未整改：\d+/\d+（\d+\.\d%；11/12个单位）", said)
    assert "逾期1项" in said


def test_measures_are_counted_unit_by_unit(offices: Settings) -> None:
    """How many units have each in place, in part or not."""
    lines = {line[0]: line[1:] for line in table(offices, "zhumadian", "411700/directive_follow_up_all", "消毒")}

    assert lines["消毒"] == ["11", "1", "0", "0"]
    assert lines["疫情防控领导小组"] == ["12", "0", "0", "0"]


def test_an_alarm_is_told_in_neutral_words(offices: Settings) -> None:
    """A rise is stated with its figures; no word is there to frighten."""
    said = shown(offices, "thai-binh", "34/duty_remote_work_all")

    assert re.search(r"huyện Hưng Hà \([^)]*C1", said)
    alarming = (
        "爆发",
        "失控",
        "恐慌",
        "bùng phát",
        "hoảng loạn",
        "hoang mang",
        "panic",
        "outbreak",
        "surge",
        "alarming",
    )
    pages = "".join(text_of(parsed(path)) for path in offices.outputs.glob("*/*/*/*.html"))
    assert [word for word in alarming if word in pages] == []


def test_what_happens_in_a_week_is_on_the_pages(offices: Settings) -> None:
    """Missing, late, refused, corrected."""
    said = shown(offices, "zhumadian", "411700/online_learning_all")

    assert "平舆县" in said
    assert "退回" in said
    assert "更正" in said
    assert "迟报" in said


@pytest.mark.parametrize("office", DAYS)
def test_the_digest_has_at_most_a_thousand_characters(offices: Settings, office: str) -> None:
    """What leaders read in a minute: what changed and what is missing."""
    main = main_of(parsed(page(offices, office, f"{UNITS[office][1]}/weekly_digest", "zh_Hans")))
    words = re.sub(r"\s", "", text_of(main))

    assert 100 < len(words) <= 1000
