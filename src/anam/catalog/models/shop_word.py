"""The words by which shops look for products and makers."""

from django.db import models


class ShopWord(models.Model):
    """A word, folded, of what is sold and of who sells it; in how many places it stands. For typing mistakes."""

    word = models.CharField(max_length=40, primary_key=True)
    uses = models.PositiveIntegerField()

    class Meta:
        db_table = "shop_word"
