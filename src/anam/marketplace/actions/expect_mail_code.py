from anam.marketplace.models import Marketplace


def expect_mail_code(digest: str, *, key: str) -> None:
    """A test email with a code is on its way; the code before it ends. `key` is the email's."""
    Marketplace.objects.update(mail_code_digest=digest, mail_test_key=key, mail_wrong_codes=0)
