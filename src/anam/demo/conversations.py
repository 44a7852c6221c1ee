"""What the people of the demo have written to each other, besides what they wrote about their orders.

Nobody at North Quay has ever written to Byrne Ceramics: there the maker cannot write first (D4).
"""

from anam.demo.scenarios import Dialogue

HANNA, RAVI, INES = "maker@demo.test", "ravi@demo.test", "buyer@demo.test"
DELIA, GWEN, LUC, ASTRID, TOM = (
    "delia@demo.test",
    "gwen@demo.test",
    "luc@demo.test",
    "astrid@demo.test",
    "buyer2@demo.test",
)

TO_BYRNE = (
    Dialogue("byrne-ceramics", "harbor-and-pine", (
        ("52d 13:20", INES, "Hello, I run a small shop on the harbour in Portland. A customer came in with one of your "
                            "oatmeal mugs and would not let me hold it. May I ask what you need as a first order?"),
        ("52d 16:05", HANNA, "Dear Ines, that made our day, thank you. A dozen mugs and a few plates would be a good "
                             "beginning. They sit well next to each other, and you will see what your people reach "
                             "for."),
        ("51d 12:48", INES, "Then a dozen it is. Do the handles mind the dishwasher? My customers will ask."),
        ("51d 15:31", HANNA, "Not at all. Ours have gone through it since 2016, next to the children's cups."),
        ("32d 14:10", INES, "Two weeks and all but three are gone. I kept one for myself, so strictly speaking two."),
        ("32d 17:26", RAVI, "Ravi here, I pack them. I had hoped that you would keep the one with the green drop."),
        ("4d 15:40", INES, "Hanna, is there any chance to see the sea green in daylight before I order? Our light "
                           "is so grey now that every photograph looks like soup."),
        ("4d 18:12", HANNA, "I have put two test tiles in the post. Lay them on the window sill for a day, they "
                            "change."),
    ), unread="harbor-and-pine"),
    Dialogue("byrne-ceramics", "saltmarsh-general", (
        ("20d 17:00", DELIA, "Good morning from Beaufort. Would you ship twenty mugs this far, and in one piece?"),
        ("20d 19:35", HANNA, "Good morning, Delia. So far four boxes out of some hundreds have arrived with a "
                             "surprise in them, and we replaced every piece. Yes, gladly."),
        ("2h ago", DELIA, "Hanna, I have heard about the clay and I am sorry for you. I am just putting a smaller "
                          "order together, mugs and jugs only. Tell me frankly if that is too much as well."),
    ), unread="byrne-ceramics"),
    Dialogue("byrne-ceramics", "kestrel-books", (
        ("40d 10:15", GWEN, "We are a bookshop, so please forgive an ignorant question: will a bud vase stand safely "
                            "on a pile of paperbacks?"),
        ("40d 11:52", RAVI, "On paperbacks yes, on poetry it wobbles. The foot is four centimetres wide."),
        ("40d 12:30", GWEN, "That is the best answer I have had from a supplier this year. Eight, please."),
    )),
    Dialogue("byrne-ceramics", "maison-lune", (
        ("29d 08:41", LUC, "Bonjour Hanna, we open a second room in Lyon and would like to lay the table in it with "
                           "your breakfast sets. Could two be here within the month?"),
        ("29d 10:20", HANNA, "Bonjour Luc, yes, if you order this week. They would be in the firing of the Friday "
                             "after."),
        ("24d 13:05", LUC, "Do not be sorry about the kiln. Things made with fire sometimes go into the fire. We will "
                           "come back in spring."),
    )),
    Dialogue("byrne-ceramics", "lighthouse-museum-shop", (
        ("21d 18:44", ASTRID, "Hello, this is Astrid from the museum shop at the lighthouse. Our visitors drink their "
                              "tea out of plastic, and it pains me. Do your jugs survive volunteers?"),
        ("21d 20:10", HANNA, "Dear Astrid, they survived my grandmother. I would begin with six."),
    ), unread="byrne-ceramics"),
)  # fmt: skip

TO_OTHERS = (
    Dialogue("otto-weaves", "saltmarsh-general", (
        ("11d 16:30", DELIA, "Mr Lindqvist, how do you wash the scarves? I want to tell people the truth."),
        ("11d 18:02", "rival@demo.test", "Cold, by hand, and seldom. Hang them out in the fog, that is better."),
    )),
    Dialogue("otto-weaves", "north-quay", (
        ("4d 10:03", TOM, "Hello Otto, are the moss scarves the same green as the ones at the fair in Bristol?"),
        ("4d 12:44", "rival@demo.test", "A shade darker, the sheep had a wet year. I think it is the better green."),
        ("5h ago", TOM, "Darker suits us. Could you also put in a card that says who wove them?"),
    ), unread="otto-weaves"),
    Dialogue("folded-hare", "kestrel-books", (
        ("35d 09:00", GWEN, "Dear Mika, the hare notebooks sell faster than the novels beside them. Thirty more?"),
        ("35d 23:10", "mika@demo.test", "Dear Gwen, thirty hares will leave on Monday. I will print them tonight."),
        ("15d 10:20", GWEN, "Please give him our regards, your indigo man. We will keep the last box in the window."),
    )),
    Dialogue("savon-mirabelle", "harbor-and-pine", (
        ("8d 14:00", INES, "Bonjour Claire, can you send soap across the Atlantic? Two dozen to begin with."),
        ("8d 16:25", "claire@demo.test", "I have never tried it, but soap is patient. Place the order, and I will "
                     "ask."),
        ("6d 13:40", "claire@demo.test", "The shop in Boston is called Fourmi. Say that I sent you, they are kind "
                     "people."),
    ), unread="harbor-and-pine"),
    Dialogue("lantern-glass", "saltmarsh-general", (
        ("17d 15:15", DELIA, "Rosa, four amber lanterns for our porch, and whatever carafes you can spare?"),
        ("17d 19:50", "rosa@demo.test", "It will be our pleasure. The hooks are made by the man across the road."),
    )),
    Dialogue("grain-and-gouge", "north-quay", (
        ("46d 11:11", TOM, "Do you carve spoons for left-handed people? There are two of us in the shop."),
        ("46d 20:30", "wilf@demo.test", "I am one myself. Say how many and I will cut them the right way round."),
    )),
    Dialogue("saddlers-yard", "north-quay", (
        ("19d 09:32", TOM, "Hello Ignacio, is the satchel lined? The page does not say, and our customers will ask."),
        ("19d 17:20", "ignacio@demo.test", "It is, in pigskin. I will have my nephew write it on the page."),
        ("17d 08:50", TOM, "No hard feelings about the price. We will look at it again after the stocktaking."),
    )),
)  # fmt: skip

TALKS = (*TO_BYRNE, *TO_OTHERS)
