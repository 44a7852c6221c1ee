"""A shop's own pages of its addresses."""

from collections.abc import Callable

from django.test import Client

from anam.people.models import Buyer, BuyerMember, User
from anam.postal.models import PostalAddress, ShopAddress
from conftest import WHARF, Cast

SignIn = Callable[[User], Client]
LINES = {
    "name": "Ines",
    "line1": "7 Kiln Lane",
    "city": "Galway",
    "country": "IE",
    "shape": "IE",
    "region": "Co. Galway",
}


def texts(cast: Cast) -> list[str]:
    return [own.address.line1 for own in ShopAddress.objects.of_buyer(cast.harbor)]


def test_an_address_is_added_edited_preferred_and_removed(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    ines.post("/addresses/add/", LINES)
    assert texts(cast) == [WHARF.line1, "7 Kiln Lane"]
    new = ShopAddress.objects.latest("pk")
    ines.post(f"/addresses/{new.pk}/prefer/")
    assert texts(cast) == ["7 Kiln Lane", WHARF.line1]
    ines.post(f"/addresses/{new.pk}/", {**LINES, "line1": "8 Kiln Lane"})
    assert texts(cast) == ["8 Kiln Lane", WHARF.line1]
    ines.post(f"/addresses/{new.pk}/remove/")
    assert texts(cast) == [WHARF.line1]
    assert ShopAddress.objects.get().preferred
    assert PostalAddress.objects.count() == 1, "texts that nobody needs are gone"
    page = ines.get("/addresses/").content.decode()
    assert WHARF.line1 in page
    assert "Portland, ME 04101" in page


def test_the_same_address_again_is_one(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    ines = sign_in(cast.ines)
    assert [ines.post("/addresses/add/", LINES).status_code for _ in range(2)] == [302, 302]
    assert len(texts(cast)) == 2


def test_what_seems_wrong_is_a_warning_until_somebody_says_that_it_is_right(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    odd = {**LINES, "postal_code": "90210"}
    answer = ines.post("/addresses/add/", odd)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not how Eircodes of Co. Galway look; there they look like A65 F4E2." in page
    assert "My address is right" in page
    assert 'value="90210"' in page, "what was typed is there"
    assert len(texts(cast)) == 1
    assert ines.post("/addresses/add/", {**odd, "confirmed": "yes"}).status_code == 302
    kept = ShopAddress.objects.latest("pk").address
    assert (kept.doubts, kept.confirmed, kept.is_doubtful) == (["postal_code"], True, False)


def test_another_country_shows_its_fields_before_anything_is_kept(cast: Cast, sign_in: SignIn) -> None:
    """Without a script: choosing a country and sending the form shows it in that country's shape."""
    ines = sign_in(cast.ines)
    assert "ZIP code" in ines.get("/addresses/add/").content.decode()
    page = ines.post("/addresses/add/", {**LINES, "shape": "US"}).content.decode()
    assert "Eircode" in page
    assert "These are the fields of an address in Ireland." in page
    assert 'value="7 Kiln Lane"' in page
    assert len(texts(cast)) == 1
    page = ines.post(
        "/addresses/add/", {**LINES, "region": "ME", "postal_code": "04101", "shape": "US"}
    ).content.decode()
    assert "04101" not in page, "a code of the country before"
    part = ines.post("/addresses/add/", {**LINES, "shape": "US"}, headers={"HX-Request": "true"}).content.decode()
    assert "Eircode" in part
    assert "<html" not in part


def test_a_country_that_is_none_is_refused(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.ines).post("/addresses/add/", {**LINES, "country": "XX", "shape": "US"})
    assert answer.status_code == 422
    assert "Choose a country." in answer.content.decode()


def test_an_address_of_nothing_is_refused(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.ines).post("/addresses/add/", {"country": "IE", "shape": "IE", "confirmed": "yes"})
    assert answer.status_code == 422
    assert len(texts(cast)) == 1


def test_right_to_left_names_keep_their_direction(cast: Cast, sign_in: SignIn) -> None:
    ines = sign_in(cast.ines)
    told = {"name": "ליאת כהן", "line1": "רחוב דיזנגוף 99", "city": "תל אביב", "country": "IL", "shape": "IL"}
    ines.post("/addresses/add/", {**told, "confirmed": "yes"})
    page = ines.get("/addresses/").content.decode()
    assert "<bdi>ליאת כהן</bdi>" in page
    assert "<bdi>רחוב דיזנגוף 99</bdi>" in page
    assert 'dir="auto"' in ines.get("/addresses/add/").content.decode()


def test_another_shops_address_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    other = User.objects.create_user("mo@test.example", "demo", name="Mo")
    BuyerMember.objects.create(user=other, buyer=Buyer.objects.create(slug="quay", name="North Quay"))
    own = ShopAddress.objects.get()
    mo = sign_in(other)
    assert mo.get(f"/addresses/{own.pk}/").status_code == 404
    assert mo.post(f"/addresses/{own.pk}/", LINES).status_code == 404
    assert mo.post(f"/addresses/{own.pk}/prefer/").status_code == 404
    mo.post(f"/addresses/{own.pk}/remove/")
    assert texts(cast) == [WHARF.line1]
    assert WHARF.line1 not in mo.get("/addresses/").content.decode()
    assert sign_in(cast.hanna).get("/addresses/").status_code == 404
