"""The orders of the other seven makers. That of Saltmarsh General 55 minutes ago is one checkout over three makers."""

from anam.demo.scenarios import (
    Scenario,
    accepted,
    arrived,
    asked,
    asked_support,
    cancelled,
    charged,
    complained,
    contacted,
    declined,
    refused,
    shipped,
    told_by_phone,
)

WOVEN = (
    Scenario("otto-weaves", "harbor-and-pine", "41d 09:33", "20 TWL-01", (
        accepted("7h"), shipped("15d", "PostNord", "RR482110937SE"), arrived("21d"),
    )),
    Scenario("otto-weaves", "kestrel-books", "29d 18:20", "5 RUN-03", (
        accepted("16h"), shipped("10d", "PostNord", "RR482114480SE"), arrived("16d 2h"),
    )),
    Scenario("otto-weaves", "maison-lune", "14d 11:06", "2 BLK-02", (
        accepted("3h"), shipped("12d", "PostNord", "RR482120215SE"),
    )),
    Scenario("otto-weaves", "saltmarsh-general", "9d 20:15", "6 SCF-04", (
        contacted("14h", "Dear Delia, thank you for the order. There is a shop two streets from you that has "
                  "carried my "
                    "scarves since the beginning, and I gave them my word to be the only one. I should have said so on "
                    "my page, and now I do. I will cancel the scarves."),
        declined("15h", "exclusive_stockist", "Another shop in Beaufort carries my scarves, and has my word to be the "
                                              "only one. The towels and runners are free, and would suit you well."),
    )),
    Scenario("otto-weaves", "harbor-and-pine", "10h past", "8 TWL-01, 2 RUN-03", (accepted("50h"),)),
    Scenario("otto-weaves", "lighthouse-museum-shop", "1h 30m left", "4 SCF-04"),
    Scenario("otto-weaves", "north-quay", "33h left", "3 SCF-04, 4 TWL-01"),
    Scenario("otto-weaves", "saltmarsh-general", "55m ago", "12 TWL-01, 1 RUN-03"),
)  # fmt: skip

WAXED = (
    Scenario("tallow-and-wick", "saltmarsh-general", "36d 13:50", "24 TPR-10", (
        accepted("1h"), shipped("4d", "USPS", "9400111899223817441206"), arrived("8d"),
    )),
    Scenario("tallow-and-wick", "harbor-and-pine", "24d 12:02", "10 PLR-03", (
        accepted("4h"), shipped("5d", "USPS", "9400111899223817459911"), arrived("8d 5h"),
    )),
    Scenario("tallow-and-wick", "lighthouse-museum-shop", "11d 22:41", "20 TIN-04", (
        accepted("12h"), shipped("6d", "USPS", "9400111899223817467305"),
    )),
    Scenario("tallow-and-wick", "north-quay", "6d 09:19", "2 ADV-24, 6 TPR-10", (accepted("9h"),)),
    Scenario("tallow-and-wick", "north-quay", "30h left", "24 TPR-10", (
        asked_support("20h", "capacity", "A late frost sent the bees back to bed, and the wax that we counted on is "
                                         "still honey. We could send two dozen tapers in six weeks.",
                      note="He is a careful man, please telephone."),
    )),
    Scenario("tallow-and-wick", "harbor-and-pine", "60h left", "12 TPR-10, 6 PLR-03"),
    Scenario("tallow-and-wick", "saltmarsh-general", "55m ago", "12 TPR-10"),
)  # fmt: skip

FOLDED = (
    Scenario("folded-hare", "kestrel-books", "33d 07:44", "30 NTB-A6", (
        accepted("2h"), shipped("8d", "Japan Post", "EN118203774JP"), arrived("15d"),
    )),
    Scenario("folded-hare", "kestrel-books", "17d 10:28", "8 BOX-02", (
        contacted("22h", "Dear Gwen, the man who made our indigo has put down his brushes; he is eighty-six and has "
                  "earned "
                    "it. I have no more of his paper, and so no more of these boxes. I am sorry."),
        declined("23h", "discontinued", "There is no more of the indigo paper, and its maker has retired. The tall "
                                        "grass notebooks come closest to it in spirit."),
    )),
    Scenario("folded-hare", "maison-lune", "10d 08:11", "12 NTB-A5", (
        accepted("3h"), shipped("5d", "Japan Post", "EN118209518JP"),
    )),
    Scenario("folded-hare", "kestrel-books", "48h left", "20 NTB-A6, 10 CRD-12", (accepted("11h"),)),
    Scenario("folded-hare", "harbor-and-pine", "2h ago", "12 NTB-A5"),
)  # fmt: skip

TURNED = (
    Scenario("grain-and-gouge", "north-quay", "44d 15:27", "12 SPN-01", (
        accepted("6h"), shipped("11d", "Royal Mail", "GK205518834GB"), arrived("13d"),
    ), paid=False),
    Scenario("grain-and-gouge", "kestrel-books", "20d 12:36", "3 BWL-09", (
        cancelled("3h", "buyer_asked", "We have decided on boards instead.", by="buyer"),
    )),
    Scenario("grain-and-gouge", "harbor-and-pine", "13d 16:05", "5 BRD-02", (
        accepted("18h"), shipped("9d", "Royal Mail", "GK205527710GB"),
        complained("12d 20h", "Two of the five boards have split along the grain, and the box was wet at one corner. "
                              "Wilf says that it was the carrier; the carrier says that it was Wilf."),
    )),
    Scenario("grain-and-gouge", "harbor-and-pine", "40h past", "4 BRD-02", (
        asked_support("80h", "too_late", "I have been at my sister's wedding, and your boards are still a tree."),
        refused("84h", "Ines needs these for her opening on the fifth and would rather have them late than not at all: "
                       "she takes them up to the end of next week. Please make them, and tell her the day."),
    )),
    Scenario("grain-and-gouge", "harbor-and-pine", "3h past", "4 BRD-02"),
    Scenario("grain-and-gouge", "north-quay", "4h left", "12 SPN-01", (
        contacted("61h", "Tom, a word about your spoons. The cherry has moved in the heat and half of the blanks are "
                    "bananas. I have fresh ones drying and shall know tomorrow whether they will do."),
    )),
)  # fmt: skip

POURED = (
    Scenario("savon-mirabelle", "maison-lune", "27d 09:58", "40 SVN-OL", (
        accepted("1h"), shipped("3d", "La Poste", "8R44718820316"), arrived("5d"),
    )),
    Scenario("savon-mirabelle", "maison-lune", "16d 10:14", "30 SVN-LV", (
        accepted("2h"), shipped("3d", "La Poste", "8R44718861194"), arrived("5d 3h"),
    )),
    Scenario("savon-mirabelle", "harbor-and-pine", "7d 18:37", "24 SVN-OL", (
        contacted("13h", "Dear Ines, I have asked three carriers, and none of them takes soap to Maine this month "
                  "for less "
                    "than the soap costs. I do not want to charge you that, so I have to say no."),
        declined("14h", "cannot_ship", "No carrier takes soap to Maine at a price that I could ask of you. A shop in "
                                       "Boston imports ours; I will write to you with its name."),
    )),
    Scenario("savon-mirabelle", "north-quay", "5d 08:22", "20 SVN-OL", (accepted("4h"),)),
    Scenario("savon-mirabelle", "maison-lune", "70h left", "40 SVN-LV"),
)  # fmt: skip

BLOWN = (
    Scenario("lantern-glass", "harbor-and-pine", "39d 17:45", "6 TMB-06", (
        accepted("6h"), shipped("13d", "UPS", "1Z84W0710342218890"), arrived("18d"),
    )),
    Scenario("lantern-glass", "saltmarsh-general", "15d 14:53", "4 LNT-01, 2 CRF-02", (
        accepted("5h"), charged("6h"),
        contacted("50h", "Dear Delia, the amber cullet that we were promised went to somebody with a bigger lorry. "
                  "Without "
                    "it your lanterns would be brown, and nobody wants to sit under brown. We give you everything "
                    "back."),
        declined("52h", "capacity", "We could not get the amber glass for your lanterns. There may be some in spring, "
                                    "and we will write to you first."),
    )),
    Scenario("lantern-glass", "north-quay", "11d 09:40", "6 TMB-06", (
        asked_support("30h", "damaged", "The crate with your tumblers slid off the van, and there is nothing left of "
                                        "them but sand. We will blow six more as soon as the furnace is free."),
        told_by_phone("34h", "I telephoned Tom at the shop. He laughed, and hopes that nobody was hurt."),
    )),
    Scenario("lantern-glass", "lighthouse-museum-shop", "8d 20:08", "8 CRF-02", (
        accepted("14h"), shipped("6d", "UPS", "1Z84W0710342236452"),
    )),
    Scenario("lantern-glass", "lighthouse-museum-shop", "21h left", "5 TMB-06", (
        asked("12h", "Dear Rosa, could the tumblers be a little greener than last time? The keeper says they ought to "
                     "look like the starboard light."),
    )),
)  # fmt: skip

STITCHED = (
    Scenario("saddlers-yard", "harbor-and-pine", "31d 19:10", "5 BLT-01", (
        accepted("20h"), shipped("9d", "DHL", "4418207731"), arrived("14d"),
    )),
    Scenario("saddlers-yard", "north-quay", "18d 11:49", "2 BAG-08", (
        contacted("9h", "Dear Tom, I am ashamed to write this. My nephew typed the price of the satchel, and he "
                  "left out "
                   "the lining, which is half of the work. I must cancel, and ask you to look again at the right "
                   "price."),
        declined("10h", "price_wrong", "The satchel was listed without its lining. The right price is 189 dollars, and "
                                       "I would be honoured if you ordered it again."),
    )),
    Scenario("saddlers-yard", "saltmarsh-general", "9d 16:24", "20 KEY-03", (accepted("8h"),), paid=False),
    Scenario("saddlers-yard", "harbor-and-pine", "15h ago", "4 BLT-01"),
)  # fmt: skip

OTHERS = (*WOVEN, *WAXED, *FOLDED, *TURNED, *POURED, *BLOWN, *STITCHED)
