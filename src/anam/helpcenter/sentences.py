"""Why an article has a new version, in words. What somebody of support said is "said"."""

from django.utils.translation import gettext_lazy as _

WHY_CHANGED = {
    "said": "{words}",
    "taken_in": _("Taken in"),
    "back_by_file": _("Back by its file"),
    "changed_by_file": _("Changed by its file"),
    "renamed_by_file": _("Renamed by its file"),
    "replaced_by_file": _("Replaced by its file"),
    "file_taken": _("The words of its file, taken in place of ours"),
    "back_to": _("Back to version {number}"),
}
