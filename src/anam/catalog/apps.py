from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "anam.catalog"

    def ready(self) -> None:
        """A new maker has a storefront. Who does not find the pictures says so. What is refused here has its words."""
        from anam.catalog.actions.open_storefront import open_storefront
        from anam.catalog.sent_pictures import missing_pictures
        from anam.catalog.sentences import QUANTITIES
        from anam.people.listeners import hear_of_new_makers
        from anam.refusals import SENTENCES
        from anam.web.readiness import warn_of

        SENTENCES.update(QUANTITIES)
        hear_of_new_makers(open_storefront)
        warn_of(missing_pictures)
