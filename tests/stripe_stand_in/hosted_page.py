"""The page that a session's `url` leads to: plain HTML, which any browser can fill, with or without scripts."""

from html import escape
from urllib.parse import parse_qs

from tests.stripe_stand_in.account import Account, Object
from tests.stripe_stand_in.cards import TEST_CARDS
from tests.stripe_stand_in.currencies import THREE_DECIMAL, ZERO_DECIMAL
from tests.stripe_stand_in.paying import CardForm, Submission, submit_authentication, submit_card

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 2rem auto; padding: 0 1rem }}
label, button {{ display: block; margin: .75rem 0 }}
input {{ display: block; width: 100%; font: inherit; padding: .4rem }}
input[type=checkbox] {{ display: inline; width: auto }} [role=alert] {{ color: #a00 }} small {{ color: #555 }}
</style></head>
<body><small>A stand-in for Stripe: no money moves here.</small><h1>{title}</h1>
{body}
</body></html>
"""


def show(account: Account, session: Object, *, error: str = "") -> tuple[int, str]:
    """Status and HTML of the page as it is now."""
    if session["status"] == "complete":
        return 200, _page("You’re all done here", "<p>You’ve already completed your payment or its set-up.</p>")
    if session["status"] == "expired":
        return 200, _page("Session expired", "<p>You’ll need to go back to the site and start again.</p>")
    title = "Save your card" if session["mode"] == "setup" else f"Pay {money(session)}"
    return 200, _page(title, _form(account, session, error))


def submit(account: Account, session: Object, body: str) -> tuple[int, str]:
    """Status, and HTML or the address to go to (303)."""
    fields = {name: values[-1].strip() for name, values in parse_qs(body).items()}
    if session["status"] != "open":
        return show(account, session)
    if "authentication" in fields:
        return _answer(
            account, session, submit_authentication(account, session, passed=fields["authentication"] == "passed")
        )
    form = CardForm(
        fields.get("card_number", ""),
        fields.get("expiry", ""),
        fields.get("cvc", ""),
        fields.get("name", ""),
        fields.get("email", ""),
        "agrees" in fields,
    )
    return _answer(account, session, submit_card(account, session, form))


def _answer(account: Account, session: Object, submission: Submission) -> tuple[int, str]:
    if submission.redirect:
        return 303, submission.redirect
    if submission.authenticate:
        return 200, _page("Your bank wants to be sure that it is you", _authentication_form())
    status, html = show(account, session, error=submission.error)
    return status, html


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)


def _form(account: Account, session: Object, error: str) -> str:
    """Expiry and CVC are filled in: they are checked, and seldom what a test is about."""
    button = "Save card" if session["mode"] == "setup" else "Pay"
    items = account.behind[session["id"]]["items"]
    words = ((session["custom_text"] or {}).get("submit") or {}).get("message", "")
    agreement = ""
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        agreement = '<label><input type="checkbox" name="agrees" value="1"> I agree to the terms</label>'
    cancel = f'<p><a href="{escape(session["cancel_url"])}">Cancel</a></p>' if session["cancel_url"] else ""
    listed = "".join(f"<li>{escape(item['description'])} × {item['quantity']}</li>" for item in items)
    return f"""{f'<p role="alert">{escape(error)}</p>' if error else ""}
{f"<ul>{listed}</ul>" if listed else ""}
<form method="post">
<label>Card number <input name="card_number" inputmode="numeric" autocomplete="cc-number" required></label>
<label>Expiry (MM / YY) <input name="expiry" value="12 / 40" autocomplete="cc-exp" required></label>
<label>CVC <input name="cvc" value="123" inputmode="numeric" autocomplete="cc-csc" required></label>
<label>Name on card <input name="name" autocomplete="cc-name"></label>
{agreement}<p>{escape(words)}</p>
<button>{button}</button>
</form>
{cancel}
<details><summary>Test cards</summary><ul>{_cards()}</ul></details>"""


def _cards() -> str:
    return "".join(f"<li><code>{card.number}</code> {escape(card.words)} ({card.brand})</li>" for card in TEST_CARDS)


def _authentication_form() -> str:
    return """<form method="post">
<button name="authentication" value="passed">Complete authentication</button>
<button name="authentication" value="failed">Fail authentication</button>
</form>"""


def money(session: Object) -> str:
    currency, amount = session["currency"], session["amount_total"]
    decimals = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    return f"{amount / 10**decimals:,.{decimals}f} {currency.upper()}"
