"""What each role may do: the one table, which the doors ask at every call, and which docs/roles.md prints."""

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anam.coded import coded
from anam.people.models import Buyer, Maker, Role, SupportRole, User
from anam.refusals import Next, Refusal, refusal_words
from anam.words import listed


class May(TextChoices):
    """What an address asks for. Each label goes into "Your role does not include …"."""

    OWN = "own", _("one's own preferences")
    SEE = "see", _("seeing what the house has")
    ORDERS = "orders", _("orders")
    MESSAGES = "messages", _("messages")
    PRODUCTS = "products", _("products and the storefront")
    EXPORTS = "exports", _("money and exports")
    TOKENS = "tokens", _("tokens of one's own")
    SETTINGS = "settings", _("settings and imports")
    WEBHOOKS = "webhooks", _("webhooks")
    PEOPLE = "people", _("people and their roles")
    DESK = "desk", _("cases and orders at the desk")
    ARTICLES = "articles", _("articles")
    POLICY = "policy", _("the policy")
    REASONS = "reasons", _("reasons")


_EVERYBODY = frozenset({May.OWN, May.SEE, May.TOKENS})
_ADMINISTRATOR = _EVERYBODY | {May.ORDERS, May.MESSAGES, May.PRODUCTS, May.EXPORTS, May.SETTINGS, May.WEBHOOKS}
_AGENT = frozenset({May.OWN, May.TOKENS, May.DESK, May.ARTICLES})

OF_MEMBERS: dict[Role, frozenset[May]] = {
    Role.OWNER: _ADMINISTRATOR | {May.PEOPLE},
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.ORDERS: _EVERYBODY | {May.ORDERS, May.MESSAGES},
    Role.PRODUCTS: _EVERYBODY | {May.PRODUCTS},
    Role.READ_ONLY: _EVERYBODY | {May.EXPORTS},
}
OF_SUPPORT: dict[SupportRole, frozenset[May]] = {
    SupportRole.AGENT: _AGENT,
    SupportRole.LEAD: _AGENT | {May.POLICY, May.REASONS, May.EXPORTS, May.WEBHOOKS, May.PEOPLE, May.SETTINGS},
}


def held_by(role: Role | SupportRole | None) -> frozenset[May]:
    """All that somebody in `role` may do; nothing for whoever acts for nobody."""
    if isinstance(role, SupportRole):
        return OF_SUPPORT[role]
    return OF_MEMBERS[role] if role else frozenset()


def may(user: User, what: May) -> bool:
    """Whether `user` may do it where they act. Asks the database for nothing where they were read with their party."""
    return what in held_by(user.role)


def colleagues(user: User) -> list[User]:
    """Everybody who acts for the same maker, shop or support, `user` too: those who may most first, then by name."""
    party = user.maker or user.buyer or user
    order = [*SupportRole.values[::-1], *Role.values]
    return sorted(members_of(party), key=lambda one: (order.index(str(one.role and one.role.value)), one.name, one.pk))


def members_of(party: Maker | Buyer | User) -> list[User]:
    """Those who act for a maker or a shop; of somebody of support, all of support."""
    people = User.objects.with_party().filter(is_active=True)
    if isinstance(party, Maker):
        return list(people.filter(maker_member__maker=party))
    if isinstance(party, Buyer):
        return list(people.filter(buyer_member__buyer=party))
    return list(people.filter(is_support=True)) if party.is_support else []


def who_may(user: User, what: May) -> list[User]:
    """The owners and administrators, or the leads, of `user`'s house who may do it."""
    answerable = (Role.OWNER, Role.ADMINISTRATOR, SupportRole.LEAD)
    return [one for one in colleagues(user) if one.role in answerable and may(one, what)]


def role_forbids(user: User, what: May) -> Refusal:
    """Why `user` may not, and who may."""
    said = {"role": coded(f"role_{user.role.value}") if user.role else "–", "what": coded(f"may_{what.value}")}
    return Refusal("role_forbids", refusal_words("role_does_not_include", **said), Next(_who(who_may(user, what))))


def _who(people: list[User]) -> str:
    if not people:
        return gettext("Nobody here can do this now: ask support.")
    if len(people) == 1:
        return gettext("%(name)s, the %(role)s, can do this.") % {"name": people[0].name, "role": _role_of(people[0])}
    return gettext("%(names)s can do this.") % {"names": listed([f"{one.name} ({_role_of(one)})" for one in people])}


def _role_of(user: User) -> str:
    return str(user.role.label) if user.role else ""
