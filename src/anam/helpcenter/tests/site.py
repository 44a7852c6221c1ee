"""A folder as a marketplace has it: Jekyll with just-the-docs, with everything that such a folder uses."""

from io import BytesIO
from pathlib import Path

from PIL import Image

FILES = {
    "_config.yml": "title: Their help\nurl: https://help.old.example\nbaseurl: /kb\nhotline: 555-0142\n"
    "collections:\n  guides:\n    output: true\n",
    "_data/people.yml": "hanna: Hanna of support\n",
    "_includes/contact.html": "Write to {{ include.who }} at {{ site.support_email }}.",
    "_layouts/default.html": "<html>{{ content }}</html>",
    "_site/index.html": "built",
    "index.md": "---\nlayout: home\ntitle: Help\nnav_order: 1\n---\n# Help\n\n[Makers](makers/)\n",
    "makers/index.md": "---\nlayout: default\ntitle: Makers\nhas_children: true\nnav_order: 2\n---\n"
    "# Makers\n\nAll for makers.\n",
    "makers/shipping.md": """---
layout: default
title: "Shipping & packing"
description: "How parcels travel."
category: "Support Center"
tags: ["shipping", "makers"]
parent: "Makers"
nav_order: 3
redirect_from:
  - /docs/old-shipping.html
  - /help/posting/
---

# {{ page.title }}
{: .no_toc }

1. TOC
{:toc}

## Labels

{: .note }
Print two labels.

See [fees](fees.md), [fees again](/kb/makers/fees.html#prices), [the old site](https://help.old.example/kb/makers/fees/),
[by link]({{ site.baseurl }}{% link makers/fees.md %}) and [elsewhere](https://carrier.example/).

![A parcel](images/parcel.png){: width="200" .shadow }

{% include contact.html who="Hanna" %} Or call {{ site.hotline }}; ask for {{ site.data.people.hanna }}.

{% raw %}`{{ not.filled }}`{% endraw %}

### Inside {#inner}

{: .warning-title }
> Glass
>
> Wrap it twice.

| Size | Price |
|:-----|------:|
| S    | 4     |
{: .table-wrapper }

<div class="wide" onclick="alert(1)"><b>Raw</b> HTML</div>

Term
: What it means

A claim.[^1]

[^1]: Proof.
""",
    "makers/fees.md": "---\ntitle: Fees\nparent: Shipping\ngrand_parent: Makers\n---\n# Fees\n\n## Prices\n\nNone.\n",
    "makers/faq.md": "---\ntitle: Questions of makers\nparent: Makers\n---\nText\n",
    "buyers/faq.md": "---\ntitle: Questions of buyers\nparent: Buyers\n---\n"
    "## FAQ\n\n- **Q: Is it free?**  \n  **A:** Yes.\n",
    "_guides/first-steps.md": "---\ntitle: First steps\n---\nText\n",
    "internal.md": "---\ntitle: Internal\npublished: false\n---\nText\n",
}


def build(root: Path) -> Path:
    """That folder, under `root`."""
    for name, text in FILES.items():
        write(root, name, text)
    (root / "makers/images").mkdir()
    (root / "makers/images/parcel.png").write_bytes(picture())
    return root


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def picture(width: int = 40, height: int = 20, kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "green").save(made, kind)
    return made.getvalue()
