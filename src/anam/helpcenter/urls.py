from django.urls import path

from anam.helpcenter.views import article_page, parts, voting

urlpatterns = [
    path("", article_page.articles, name="articles"),
    path("why/<slug:code>/", parts.why, name="article-why"),
    path("pictures/<str:name>", parts.picture, name="article-picture"),
    path("<slug:slug>/", article_page.article, name="article"),
    path("<slug:slug>/helpful/", voting.helpful, name="article-helpful"),
    path("<slug:slug>/section/<str:anchor>/", parts.section, name="article-section"),
    path("<path:old>", article_page.old_address, name="article-old"),
]
