"""Parts that were checked come out of the new zip as they went in, for the standard library and for the reader."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from support.inbox_files import filled, screening
from thongbao.data.cells import Limits
from thongbao.data.zipcheck import check_zip, unpack
from thongbao.data.zipstored import stored_zip

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=9)


def again(content: bytes) -> bytes:
    """Return a zip with the parts of another, not packed."""
    return stored_zip([(part, unpack(content, part)) for part in check_zip(content, Limits())])


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=5))
def test_every_part_is_there_as_it_was(parts: dict[str, bytes]) -> None:
    """Names in any letters, in their order, with the checksum that was held against them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with zipfile.ZipFile(io.BytesIO(again(out.getvalue()))) as archive:
        assert archive.testzip() is None
        assert [(info.filename, archive.read(info)) for info in archive.infolist()] == list(parts.items())
        assert {info.compress_type for info in archive.infolist()} <= {zipfile.ZIP_STORED}


def test_a_form_reads_as_before() -> None:
    """Sheet by sheet and cell by cell."""
    content = filled(screening(1615, 4762, 8698, 15075))

    ours, theirs = (load_workbook(io.BytesIO(one)) for one in (again(content), content))

    assert ours.sheet_names == theirs.sheet_names
    for name in ours.sheet_names:
        assert ours.get_sheet_by_name(name).to_python() == theirs.get_sheet_by_name(name).to_python()
