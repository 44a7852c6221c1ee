"""Memory at rest: what web and worker share holds no library that only few moments need."""

import subprocess
import sys

# Each holds three megabytes and more, until a picture is decoded, a word is mistyped, a mail names no charset, or a
# provider or Stripe is asked.
AT_THEIR_MOMENT = ["PIL", "rapidfuzz", "charset_normalizer", "requests", "stripe"]


def test_nothing_large_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from anam.config.processes import import_what_is_shared; import_what_is_shared(); "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    imported = set(done.stdout.split())
    assert "django" in imported
    assert [name for name in AT_THEIR_MOMENT if name in imported] == []
