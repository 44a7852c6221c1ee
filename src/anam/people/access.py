"""What each address and each call asks for, by its name: read from here by the doors, docs/roles.md and the tests.

An address belongs to makers, to shops, to support, or to several of them; to whoever is not among these it does not
exist, which its view says (D1). The first of a pair is asked of GET, the second of whatever changes something.
"""

from collections.abc import Iterator
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured

from anam.people.models import User
from anam.people.roles import May


class Party(StrEnum):
    MAKER = "maker"
    SHOP = "shop"
    SUPPORT = "support"


Asks = tuple[May, May]
_EVERYWHERE: dict[Asks, str] = {
    (May.OWN, May.OWN): "drafts preferences notices messages-draft messages-unread team-leave",
    (May.TOKENS, May.TOKENS): "tokens token-revoke",
    (May.PEOPLE, May.PEOPLE): """team-member team-remove team-hand-over invitations invitation-send
        invitation-revoke team-second-factor""",
    (May.WEBHOOKS, May.WEBHOOKS): """webhooks webhook webhook-secret webhook-pause webhook-resume webhook-delete
        webhook-types webhook-latest webhook-delivery webhook-again""",
}
_OF_MEMBERS: dict[Asks, str] = {
    (May.SEE, May.SEE): "team message-left-out picture picture-small",
    (May.OWN, May.OWN): "legal-accept",
    (May.MESSAGES, May.MESSAGES): "answer-by-email report-message",
    (May.SEE, May.MESSAGES): "asked post_message get_messages get_conversations",
}
_SEEN_IN_ORDERS = "get_orders get_order get_history get_events"
TABLE: dict[Party, dict[Asks, str]] = {
    Party.MAKER: {
        (May.SEE, May.SEE): f"""portal-orders portal-order packing-slip packing-slips portal-news
            {_SEEN_IN_ORDERS} get_decline""",
        (May.ORDERS, May.ORDERS): """portal-accept portal-ship portal-undo-accept portal-decline portal-decline-preview
            portal-letter portal-ask-support portal-take-back portal-accept-request portal-decline-request
            portal-confirm-payment portal-agree-address portal-refuse-address
            post_decline post_accept post_unaccept post_ship post_confirm post_case""",
        (May.MESSAGES, May.MESSAGES): "portal-contact portal-tell post_contact",
        (May.SEE, May.MESSAGES): "portal-conversations portal-conversation",
        (May.SEE, May.PRODUCTS): "portal-products get_products get_product",
        (May.PRODUCTS, May.PRODUCTS): """portal-shipping portal-shipping-remove portal-storefront product-add
            portal-product product-archive product-sell product-place portal-cover portal-pictures picture-describe
            picture-place picture-remove put_product patch_product""",
        (May.EXPORTS, May.EXPORTS): """portal-money portal-money-csv portal-orders-csv portal-orders-json
            portal-declines-csv portal-declines-json portal-figures-csv portal-figures-json get_ledger""",
        (May.TOKENS, May.TOKENS): "portal-tokens portal-token-revoke",
        (May.SETTINGS, May.SETTINGS): """portal-imports portal-import portal-import-start portal-import-stop
            portal-import-report""",
    },
    Party.SHOP: {
        (May.SEE, May.SEE): f"""buyer-orders buyer-order checkout-done messages-news restock-alerts restock-ask
            restock-stop buyer-when-back {_SEEN_IN_ORDERS}""",
        (May.SEE, May.ORDERS): "basket addresses",
        (May.ORDERS, May.ORDERS): """basket-change checkout checkout-address checkout-cancel buyer-order-arrived
            buyer-ship-to buyer-take-back-address buyer-pay buyer-send-back buyer-ask buyer-take-back buyer-problem
            address-add address address-prefer address-remove post_case post_return post_sent_return""",
        (May.SEE, May.MESSAGES): "messages-conversations messages-conversation",
        (May.MESSAGES, May.MESSAGES): "messages-start messages-mute messages-unmute post_conversation",
    },
    Party.SUPPORT: {
        (May.DESK, May.DESK): f"""desk desk-money desk-try-again desk-mail policy desk-order desk-cancel
            desk-cancel-preview desk-refund desk-refund-preview desk-confirm-payment desk-correct-payment desk-return
            return-agree return-sent return-received return-refuse case case-assign case-note case-write case-close
            case-decline case-refuse case-hand-back case-accept-request case-decline-request case-agree-address
            case-refuse-address desk-set-aside
            desk-take-in desk-applications desk-application application-approve application-refuse team answer-by-email
            message-left-out picture picture-small {_SEEN_IN_ORDERS} post_order get_cancel post_cancel post_confirm
            post_retry post_correct get_refund post_refund post_return post_agree_return post_sent_return
            post_received_return post_refund_return post_refuse_return get_ledger post_resolve
            get_conversations get_messages""",
        (May.ARTICLES, May.ARTICLES): """desk-articles desk-article-new desk-article-new-preview desk-article
            desk-article-preview desk-article-versions desk-article-version desk-article-retire desk-article-back
            desk-article-waiting""",
        (May.SETTINGS, May.SETTINGS): """settings settings-names settings-mail settings-mail-code settings-payments
            settings-payments-test settings-texts settings-maker settings-later settings-open desk-legal
            desk-legal-preview""",
        (May.POLICY, May.POLICY): "policy-numbers policy-numbers-preview",
        (May.REASONS, May.REASONS): "reason-add reason-reword reason-retire",
        (May.EXPORTS, May.EXPORTS): """desk-orders-csv desk-orders-json desk-declines-csv desk-declines-json
            desk-figures-csv desk-figures-json""",
    },
}
# Of everybody, signed in or not, or of oneself: no role is asked.
_PUBLIC = """healthz readyz metrics account_login account_logout account_signup account_inactive account_reauthenticate
    account_change_password account_reset_password account_reset_password_done account_reset_password_from_key
    account_reset_password_from_key_done home storefront product-page picture-file articles article-why article-picture
    article article-helpful article-section article-old mail-webhook payment-webhook outbox email email-page styleguide
    account change-email confirm-email second-factor mfa_authenticate mfa_reauthenticate mfa_activate_totp
    mfa_deactivate_totp mfa_add_webauthn mfa_remove_webauthn mfa_reauthenticate_webauthn mfa_login_webauthn
    mfa_view_recovery_codes mfa_generate_recovery_codes mfa_index mfa_list_webauthn apply apply-sent
    confirm-application invitation restock-link stop-mail portal portal-team portal-webhooks desk-team api-openapi
    setup accent legal-text legal-version api-docs api-root api-nothing"""
PUBLIC = frozenset(_PUBLIC.split())


def _by_name(party: Party) -> dict[str, Asks]:
    shared = [_EVERYWHERE] if party == Party.SUPPORT else [_EVERYWHERE, _OF_MEMBERS]
    found: dict[str, Asks] = {}
    for asks, name in (pair for table in (*shared, TABLE[party]) for pair in _pairs(table)):
        if name in found or name in PUBLIC:
            raise ImproperlyConfigured(f"“{name}” stands twice in what addresses ask of a {party}.")
        found[name] = asks
    return found


def _pairs(table: dict[Asks, str]) -> Iterator[tuple[Asks, str]]:
    for asks, names in table.items():
        for name in names.split():
            yield asks, name


BY_NAME = {party: _by_name(party) for party in Party}
KNOWN = PUBLIC.union(*BY_NAME.values())


def party_of(user: User) -> Party | None:
    """For whom `user` acts."""
    if user.is_support:
        return Party.SUPPORT
    return Party.MAKER if user.maker else Party.SHOP if user.buyer else None


def asked_of(user: User, name: str, method: str) -> May | None:
    """What `user` must be allowed to call `name`; None where that is for others or for everybody: its view answers.

    Raises ImproperlyConfigured for an address that stands nowhere in the table: nobody gets in by being forgotten.
    """
    if name not in KNOWN:
        raise ImproperlyConfigured(f"Nothing says who may call “{name}”: give it a place in people/access.py.")
    party = party_of(user)
    asks = BY_NAME[party].get(name) if party else None
    return asks and asks[method not in ("GET", "HEAD", "OPTIONS")]
