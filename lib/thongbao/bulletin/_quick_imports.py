"""Import this before nbformat, nbconvert or papermill: it saves two seconds.

They pull in jsonschema's format checkers, and one of those, rfc3987_syntax, compiles its grammars whenever it is
imported. Nothing of ours checks IRIs; jsonschema passes over a checker that is not there.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how Python marks "not to be had"
