"""In which ways a path of several pages is walked."""

import pytest

# JavaScript is hardest where there is least room, and its absence changes no width: of the four ways, two show what
# may go wrong. That each page fits a phone is asked in test_access.py, and test_the_whole_path.py goes all four.
both_ways = pytest.mark.parametrize(("width", "javascript"), [(360, True), (1200, False)])
