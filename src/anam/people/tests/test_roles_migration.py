"""What the roles that nobody read became, the day they were read."""

from importlib import import_module

from django.db import connection

from anam.people.models import Buyer, BuyerMember, MakerMember, Role, User
from conftest import Cast

BECOME = import_module("anam.people.migrations.0002_roles").KEEP_THEM_WORKING


def become() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BECOME)


def person(name: str, **facts: bool) -> User:
    return User.objects.create_user(f"{name}@test.example", None, name=name, **facts)


def test_owners_stay_others_keep_working_and_every_house_has_an_owner(cast: Cast) -> None:
    MakerMember.objects.filter(user=cast.otto).update(role="administrator")
    quay = Buyer.objects.create(slug="quay", name="North Quay")
    for name in ("tess", "tom"):
        BuyerMember.objects.create(user=person(name), buyer=quay)
    become()
    roles = {user.name: user.role for user in User.objects.filter(is_support=False)}
    assert roles == {
        "Hanna": Role.OWNER,
        "Ravi": Role.ADMINISTRATOR,
        "Otto": Role.OWNER,
        "Ines": Role.OWNER,
        "tess": Role.OWNER,
        "tom": Role.ADMINISTRATOR,
    }


def test_where_nobody_leads_support_all_of_it_does(cast: Cast) -> None:
    User.objects.update(leads_support=False)
    ben = person("ben", is_support=True)
    become()
    assert set(User.objects.filter(leads_support=True)) == {cast.sam, ben}


def test_who_was_made_the_lead_stays_the_lead_alone(cast: Cast) -> None:
    person("ben", is_support=True)
    become()
    assert list(User.objects.filter(leads_support=True)) == [cast.sam]
