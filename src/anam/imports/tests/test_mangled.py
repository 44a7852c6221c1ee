"""Any mangling of a good file gives the same orders or a clear refusal: never half an order, never a traceback."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.seeds import SEED

from anam.audit.invariants import INVARIANTS, ask
from anam.imports.exports import Options, zone_called
from anam.imports.formats import FORMATS
from anam.imports.importer import Importer
from anam.imports.outcomes import Outcome
from anam.imports.parsed import UnusableFile
from anam.imports.running import run
from anam.imports.tests.export import BOWL, RUG, order, text_of
from anam.imports.tests.samples import OLIST, faire, shopify, woocommerce
from anam.imports.writer import Origin
from anam.orders.models import Line, Order

SHOPIFY_CSV = text_of(
    order("#1", {}, BOWL, RUG, total="187.49", Shipping="10.00", Taxes="1.99", Discount_Amount="5.00"),
    order("#2", total="14.50", Note_Attributes="Gift: “yes”\nWrap: no"),
    order("#3", RUG, total="100.00", Cancelled_at="2026-01-06 09:00:00 -0500"),
)
JSONS = {
    "shopify-json": [shopify(), shopify(id=2, name="#2", cancelled_at="2026-01-06T10:00:00Z", cancel_reason="fraud")],
    "woocommerce-json": [woocommerce(), woocommerce(id=2, number="2", order_key="k", status="cancelled")],
    "faire-json": [faire(), faire(id="bo_2", display_id="B2", state="DELIVERED")],
}
TEXTS = {"shopify-csv": SHOPIFY_CSV, **{name: json.dumps(orders, indent=1) for name, orders in JSONS.items()}}
EXAMPLES = 12
RULES = [one for one in INVARIANTS if one.rule in ("D1", "D7", "D8", "D12")]
OFTEN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not SEED,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Mangle = Callable[[Any, bytes], bytes]


def flipped(draw: Any, content: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        changed[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(changed)


def cut(draw: Any, content: bytes) -> bytes:
    """It breaks off, or a piece in the middle is gone."""
    begin = draw(st.integers(0, len(content)))
    return content[:begin] + content[begin + draw(st.sampled_from([len(content), 1, 7, 40, 300])) :]


def shuffled(draw: Any, content: bytes) -> bytes:
    """Its lines stand elsewhere, come twice, or not at all."""
    lines = content.splitlines(keepends=True)
    return b"".join(draw(st.lists(st.sampled_from(lines), max_size=len(lines) * 2)))


def inserted(draw: Any, content: bytes) -> bytes:
    """Something stands where nothing should."""
    at = draw(st.integers(0, len(content)))
    rubbish = [b'"', b"\0", b"\r", b",", b"\n", b"\xff", b'""', b"{", b"]", b"x" * 5000, "٣é\u202e".encode(), b"1e999"]
    return content[:at] + draw(st.sampled_from(rubbish)) + content[at:]


MANGLES: dict[str, Mangle] = {"flipped": flipped, "cut": cut, "shuffled": shuffled, "inserted": inserted}


def what_comes_in(format: str, path: Path) -> tuple[list[tuple[Any, ...]], str]:
    """Import the file; the orders that are there then, and why it cannot be used. Taken back afterwards."""
    with transaction.atomic():
        try:
            export = FORMATS[format].read(path, Options(zone_called("UTC"), ""))
            for results in run(export, Importer(Origin(export.source, export.same_as))):
                for result in results:
                    assert bool(result.why) == (result.outcome == Outcome.REFUSED)
                    assert "\n" not in result.why
        except UnusableFile as unusable:
            return [], str(unusable)
        finally:
            found = orders_there()
            broken = [invariant.words for invariant in RULES if ask(invariant).count] if found else []
            transaction.set_rollback(True)
        assert broken == []
    return found, ""


def orders_there() -> list[tuple[Any, ...]]:
    """Each order with all of its lines, as far as they do not change from run to run."""
    lines: dict[int, list[Any]] = {}
    for order_id, *line in Line.objects.order_by("id").values_list("order_id", "title", "quantity", "unit_price"):
        lines.setdefault(order_id, []).append(line)
    facts = Order.objects.values_list("pk", "reference", "maker__name", "status", "items_total", "shipping", "tax")
    return sorted((*rest, str(lines.get(pk, []))) for pk, *rest in facts)


def check(format: str, folder: Path, content: bytes) -> None:
    (folder / "export").write_bytes(content)
    found, unusable = what_comes_in(format, folder / "export")
    assert "Traceback" not in unusable
    for reference, _, status, total, *_ in found:
        assert reference
        assert status
        assert total >= 0


@pytest.mark.django_db
@pytest.mark.parametrize("mangle", sorted(MANGLES))
@pytest.mark.parametrize("format", sorted(TEXTS))
@given(choose=st.data())
@OFTEN
def test_mangled_bytes_give_orders_or_a_refusal(format: str, mangle: str, choose: st.DataObject) -> None:
    """D7, D12"""
    with TemporaryDirectory() as folder:
        check(format, Path(folder), MANGLES[mangle](choose.draw, TEXTS[format].encode()))


@pytest.mark.django_db
@given(choose=st.data())
@OFTEN
def test_columns_in_another_order_are_the_same_and_missing_ones_are_named(choose: st.DataObject) -> None:
    rows = list(csv.reader(io.StringIO(SHOPIFY_CSV)))
    columns = choose.draw(st.permutations(range(len(rows[0]))))
    left = columns[choose.draw(st.sampled_from([0, 0, 1, 3])) :]
    written = io.StringIO()
    csv.writer(written).writerows([[row[at] for at in left] for row in rows])
    with TemporaryDirectory() as name:
        whole, some = Path(name) / "whole", Path(name) / "some"
        whole.write_text(SHOPIFY_CSV)
        some.write_text(written.getvalue())
        expected, _ = what_comes_in("shopify-csv", whole)
        found, unusable = what_comes_in("shopify-csv", some)
    if len(left) == len(columns):
        assert found == expected
    assert len(found) in (0, len(expected)) or not unusable
    assert found or unusable or len(left) < len(columns)


def elsewhere(draw: Any, value: Any) -> Any:
    """`value` with some of what is in it of another type, gone, or strange."""
    strange = st.sampled_from([None, "", [], {}, 0, -1, 1.5, True, "NaN", "x" * 400, "\0", "-0.01", 10**30, "2026"])
    if draw(st.integers(0, 14)) == 0:
        return draw(strange)
    if isinstance(value, dict):
        return {key: elsewhere(draw, inner) for key, inner in value.items() if draw(st.integers(0, 30))}
    if isinstance(value, list):
        return [elsewhere(draw, inner) for inner in value]
    return value


@pytest.mark.django_db
@pytest.mark.parametrize("format", sorted(JSONS))
@given(choose=st.data())
@OFTEN
def test_fields_of_other_types_give_orders_or_a_refusal(format: str, choose: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        check(format, Path(folder), json.dumps(elsewhere(choose.draw, JSONS[format])).encode())


@pytest.mark.django_db
@pytest.mark.parametrize("mangle", sorted(MANGLES))
@given(choose=st.data())
@OFTEN
def test_a_mangled_file_of_olists_gives_orders_or_a_refusal(mangle: str, choose: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        for file, text in OLIST.items():
            (Path(name) / file).write_text(text)
        hit = Path(name) / choose.draw(st.sampled_from(sorted(OLIST)))
        hit.write_bytes(MANGLES[mangle](choose.draw, hit.read_bytes()))
        what_comes_in("olist", Path(name))


@pytest.mark.django_db
@pytest.mark.parametrize("format", sorted(TEXTS))
def test_unmangled_all_of_it_comes_in(format: str, tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    (tmp_path / "export").write_text(TEXTS[format])
    found, unusable = what_comes_in(format, tmp_path / "export")
    assert unusable == ""
    assert len(found) >= 2
