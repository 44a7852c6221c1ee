"""Small conversations that several tests begin with."""

from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.post import Posted
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation
from anam.conversations.pictures import cleaned
from anam.decoding.tests.pictures import picture
from anam.people.models import Buyer, BuyerMember, User
from conftest import Cast


def ines_writes(cast: Cast, body: str = "Do you make these in blue?", **more: object) -> Posted:
    return write_as_buyer(body, buyer=cast.harbor, maker=cast.byrne, by=cast.ines, **more)  # type: ignore[arg-type]


def hanna_answers(cast: Cast, body: str = "From May on.", **more: object) -> Posted:
    return answer_as_maker(body, conversation=conversation_between(cast), by=cast.hanna, **more)  # type: ignore[arg-type]


def conversation_between(cast: Cast) -> Conversation:
    return Conversation.objects.get(maker=cast.byrne, buyer=cast.harbor)


def with_picture(cast: Cast) -> Posted:
    return ines_writes(cast, "Like this one", pictures=[cleaned(picture())])


def another_buyer(name: str = "Tess", shop: str = "North Quay") -> User:
    tess = User.objects.create(email=f"{name.lower()}@test.example", name=name)
    BuyerMember.objects.create(user=tess, buyer=Buyer.objects.create(slug=f"shop-{name.lower()}", name=shop))
    return tess
