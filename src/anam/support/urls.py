from django.urls import path

from anam.support.views import asked, assigning, cancel, case, desk, mail, money, order, policy, reasons, request, road

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/money/", money.stuck_money, name="desk-money"),
    path("desk/money/<int:pk>/again/", money.try_again, name="desk-try-again"),
    path("desk/mail/<int:pk>/", mail.mail_as_it_came, name="desk-mail"),
    path("desk/policy/", policy.policy_page, name="policy"),
    path("desk/policy/numbers/", policy.numbers, name="policy-numbers"),
    path("desk/policy/numbers/preview/", policy.preview_numbers, name="policy-numbers-preview"),
    path("desk/policy/add-reason/", reasons.add, name="reason-add"),
    path("desk/policy/reasons/<slug:key>/", reasons.reword, name="reason-reword"),
    path("desk/policy/reasons/<slug:key>/retire/", reasons.retire, name="reason-retire"),
    path("desk/orders/<number:number>/", order.order_page, name="desk-order"),
    path("desk/orders/<number:number>/cancel/", cancel.cancel_order, name="desk-cancel"),
    path("desk/orders/<number:number>/cancel/preview/", cancel.preview_cancel, name="desk-cancel-preview"),
    path("desk/cases/<int:pk>/", case.case_page, name="case"),
    path("desk/cases/<int:pk>/assign/", assigning.assign_case, name="case-assign"),
    path("desk/cases/<int:pk>/note/", case.note, name="case-note"),
    path("desk/cases/<int:pk>/write/", case.write, name="case-write"),
    path("desk/cases/<int:pk>/close/", case.close, name="case-close"),
    path("desk/cases/<int:pk>/decline/", road.decline_case, name="case-decline"),
    path("desk/cases/<int:pk>/refuse/", road.refuse, name="case-refuse"),
    path("desk/cases/<int:pk>/hand-back/", road.hand_back_case, name="case-hand-back"),
    path("desk/cases/<int:pk>/request/accept/", request.accept, name="case-accept-request"),
    path("desk/cases/<int:pk>/request/decline/", request.decline, name="case-decline-request"),
    path("orders/<number:number>/problem/", asked.complain_about, name="buyer-problem"),
    path("messages/report/<int:pk>/", asked.report, name="report-message"),
    path("cases/<int:pk>/", asked.asked_page, name="asked"),
]
