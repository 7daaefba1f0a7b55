"""The text over which “the mean” of a head or neuron is taken when an intervention puts it in place of the real value.

Ordinary English of several kinds; one text for all, so that a mean does not depend on the prompt or on who asks.
"""

REFERENCE_TEXT = """\
The old lighthouse stood at the end of the road, where the wind never stopped. Every evening Anna climbed the stairs,
lit the lamp and wrote one line in the book: the weather, the ships, and what she had eaten. "Nobody reads this," she
said to her brother. He laughed and asked for the salt.
In 1998 the city had 240,000 inhabitants, two railway stations and a university. The river is 310 kilometres long; it
rises in the mountains to the north and flows through three countries before it reaches the sea.
First mix the flour with the butter, then add two eggs and a little milk. Bake for forty minutes. Serve it warm, with
cream or without.
The committee has decided that the report will be published next month, although several members had asked for more
time. If the results are confirmed, the treatment could help thousands of patients. Why did it take so long? Because
nobody had looked at the data twice.
My phone does not turn on any more, and the shop that sold it to me has closed. What can I do? You could try another
cable first; that helped me last year. Thank you, it works now!
"""
