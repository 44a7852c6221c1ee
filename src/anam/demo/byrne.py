"""The orders of Byrne Ceramics, oldest first: at every distance from the deadline, and with every end."""

from anam.demo.scenarios import (
    Scenario,
    accepted,
    arrived,
    asked,
    asked_support,
    cancellation_requested,
    cancelled,
    charged,
    contacted,
    declined,
    shipped,
    tried,
)

MAKER = "byrne-ceramics"

LONG_AGO = (
    Scenario(MAKER, "harbor-and-pine", "47d 10:12", "12 MUG-01, 6 PLT-02", (
        accepted("5h"), shipped("9d", "An Post", "LZ104882163IE"), arrived("14d 3h"),
    )),
    Scenario(MAKER, "kestrel-books", "38d 16:40", "8 VSE-07", (
        accepted("17h"), shipped("6d", "An Post", "LZ104886601IE"), arrived("11d"),
    )),
    Scenario(MAKER, "north-quay", "30d 08:55", "24 MUG-02", (
        accepted("2h"), shipped("12d", "DPD", "15501998423718"), arrived("17d 4h"),
    )),
    Scenario(MAKER, "maison-lune", "26d 09:05", "2 SET-12, 4 JUG-05", (
        accepted("2h"), charged("3h"),
        contacted("26h", "Dear Luc, a shelf gave way in the kiln last night, and your two sets and the jugs were on "
                  "it. I "
                    "stood in front of it for a while. I cannot have new ones ready before your opening, so I will "
                    "cancel the order and your money goes back whole."),
        declined("27h", "damaged", "A kiln shelf broke and took your whole order with it. New sets will be ready in "
                                   "about five weeks; I would be glad to make them for you then."),
    )),
    Scenario(MAKER, "harbor-and-pine", "22d 14:31", "6 BWL-03", (
        asked("3h", "Hanna, our new shelves are late, and I have nowhere to put six large bowls before the month is "
                    "over. May I take this order back and place it again when the carpenter has been?"),
        cancelled("5h", "buyer_asked", "Our new shelves are late. We will order again.", by="buyer"),
    )),
    Scenario(MAKER, "lighthouse-museum-shop", "19d 19:22", "6 JUG-05", (
        contacted("15h", "Dear Astrid, I counted the jugs this morning and there are three, and two of those have a "
                    "hairline. The shop page said more; that was my mistake. I am sorry to send you away "
                    "empty-handed."),
        declined("16h", "out_of_stock", "The milk jugs are gone, and my count was wrong. I throw new ones on Thursday; "
                                        "they should be on the page again in four days.",
                 note="I counted the seconds as well. Ravi has labelled the shelf."),
    )),
)  # fmt: skip

LATELY = (
    Scenario(MAKER, "kestrel-books", "12d 13:18", "10 MUG-01, 4 JUG-05", (
        accepted("8h"), shipped("8d 2h", "An Post", "LZ104893377IE"),
    )),
    Scenario(MAKER, "saltmarsh-general", "8d 11:30", "20 MUG-02", (
        accepted("3h"), shipped("6d 1h", "FedEx", "774899172640"),
    )),
    Scenario(MAKER, "lighthouse-museum-shop", "7d 17:02", "5 SET-12", (
        accepted("2h"),
        contacted("40h", "Dear Astrid, I said yes too quickly. Five sets are thirty-five pieces, and with the "
                  "firing that "
                    "we lost on Friday I cannot promise them before your season begins. I would rather tell you "
                    "today."),
        declined("41h", "too_late", "I cannot make five sets before your season begins. I could have two by the end of "
                                    "next month, if that is of use to you."),
    )),
    Scenario(MAKER, "north-quay", "6d 10:47", "12 PLT-02, 12 MUG-01", (accepted("30h"),)),
    Scenario(MAKER, "saltmarsh-general", "5d 15:09", "20 MUG-02", (
        cancelled("4h", "duplicate_or_fraud", "This order was sent twice by mistake; the first one has shipped.",
                  by="support"),
    )),
    Scenario(MAKER, "maison-lune", "5d 12:15", "6 VSE-07, 2 JUG-05", (accepted("60h"),)),
)  # fmt: skip

ON_THE_TABLE = (
    Scenario(MAKER, "north-quay", "26h past", "12 MUG-01"),
    Scenario(MAKER, "north-quay", "9h past", "6 MUG-02", (
        accepted("20h"),
        asked_support("75h", "damaged", "The speckled mugs came out of the kiln with a crack, all six of them. I am so "
                                        "sorry to tell you only now: I had hoped for the second firing until today.",
                      note="Tom has never written to us, so I could not tell him myself."),
    )),
    Scenario(MAKER, "maison-lune", "20m past", "8 MUG-01, 4 BWL-03", (tried("72h 8m"),)),
    Scenario(MAKER, "kestrel-books", "12m left", "10 MUG-01, 6 VSE-07"),
    Scenario(MAKER, "harbor-and-pine", "5h 4m left", "24 MUG-01, 6 PLT-02", (
        contacted("64h", "Dear Ines, about your two dozen mugs: the oatmeal glaze has come out grey twice now, and "
                  "I will "
                    "not send you grey. I am trying once more tonight, but I do not believe in it. If it fails I will "
                    "have to cancel this one, and I wanted you to hear it from me first."),
    )),
    Scenario(MAKER, "saltmarsh-general", "19h left", "9 PLT-02, 2 BWL-03", (
        contacted("20h", "Dear Delia, our clay did not come. The pit is under water, and what we have is promised. "
                  "I am "
                    "sorry: I have to let this order go, and your money with it."),
        declined("21h", "capacity", "Our clay pit is flooded, and we have none to spare until it drains. I expect that "
                                    "to be about three weeks."),
    ), card="0341"),
    Scenario(MAKER, "lighthouse-museum-shop", "23h 38m left", "4 SET-12, 12 MUG-01", (
        asked("26h", "Hello Hanna, no hurry with this one, but if the sets could travel in two boxes our volunteers "
                     "would bless you. They carry everything up the spiral stairs."),
    )),
    Scenario(MAKER, "north-quay", "25h left", "18 PLT-02"),
    Scenario(MAKER, "harbor-and-pine", "30h left", "6 VSE-07, 6 MUG-02", (accepted("20h"),)),
    Scenario(MAKER, "harbor-and-pine", "41h 12m left", "12 MUG-01, 4 BWL-03"),
    Scenario(MAKER, "saltmarsh-general", "55m ago", "12 MUG-01, 3 JUG-05"),
    Scenario(MAKER, "kestrel-books", "6m ago", "3 SET-12", (
        cancellation_requested("2m", "I counted our shelves again, and there is room for two sets, not three. May "
                               "we have one less?",
               "1 SET-12"),
    )),
)  # fmt: skip

BYRNE = (*LONG_AGO, *LATELY, *ON_THE_TABLE)

# The makers count again now and then: (maker, SKU, moment, how many there were).
RECOUNTS = (
    (MAKER, "JUG-05", "14d 09:00", 24),
    ("lantern-glass", "CRF-02", "12d 15:00", 26),
)
