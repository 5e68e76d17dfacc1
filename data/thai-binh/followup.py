"""Tasks and inspections of the sample: the kinds of task that a directive on a school year sets, states made up."""

from __future__ import annotations

from datetime import date

from made.followup import Visits

TASKS: tuple[tuple[str, str, date | None], ...] = (
    ("Rà soát toàn bộ học sinh chưa có thiết bị và đường truyền", "Các trường", date(2021, 9, 3)),
    ("Vận động hỗ trợ đủ thiết bị học trực tuyến", "Phòng Giáo dục và Đào tạo", date(2021, 9, 8)),
    ("Chọn hình thức dạy theo môn, cấp học; phân bổ thời gian học", "Phòng Giáo dục và Đào tạo", date(2021, 9, 6)),
    ("Phối hợp nhà mạng tính khả năng đáp ứng của đường truyền", "Trung tâm Viễn thông", date(2021, 9, 8)),
    ("Hướng dẫn cài đặt; vận chuyển sách, thiết bị đến nhà học sinh", "Đoàn Thanh niên", date(2021, 9, 17)),
    ("Kiểm tra hạ tầng công nghệ thông tin, tập huấn giáo viên", "Các trường", date(2021, 9, 3)),
    ("Lập tổ kiểm tra, theo dõi ở các trường", "Phòng Giáo dục và Đào tạo", date(2021, 9, 10)),
    ("Tuyên truyền, vận động phụ huynh", "Ủy ban nhân dân xã, phường", None),
    ("Bảo đảm tiến độ theo khung kế hoạch năm học", "Các trường", None),
)
"""Task, responsible body, due; deadlines are illustrative."""

BEHIND = {("341", 1), ("341", 3), ("343", 1), ("338", 3)}
"""Unit and task that is not done although it was due."""


LEAD = 6
"""Days before its deadline on which a task is begun."""


def visits_of(name: str) -> Visits:
    """Return the visits that a district of this name plans."""
    schools = ("Trường THCS minh họa", "Trường tiểu học minh họa", "Trường THPT minh họa")
    places = [f"{school}, {name}" for school in schools]
    return Visits(places, date(2021, 8, 30), 7, ("342", 1), "Chưa có thời khóa biểu chung cho buổi chiều")
