"""Fairy tales and fables (the table format is described in ``stories.py``)."""

PLOTS = """
# fox and crow | intro=no | end=no
bird, song = crow; voice | raven; voice | jay; song | magpie; song
food = a piece of cheese | a fat sausage | a sweet cake | a ripe pear
--
A {bird} sat high in a tree with {food} in its beak.
Once upon a time, a {bird} found {food} and flew to a tree.
One morning, a {bird} stole {food} from a kitchen and sat down in a tall tree.
--
A hungry fox came by and looked up.
Under the tree stood a fox, and the fox was very hungry.
A clever fox smelled the food and came closer.
--
"Good morning, beautiful {bird}," said the fox. "Is your {song} as lovely as your feathers?"
"What a beautiful bird you are!" said the fox. "Will you sing for me?"
"Everyone says that you sing better than all the other birds," said the fox.
--
The {bird} was very proud and wanted to sing.
These words made the {bird} {happy}.
The {bird} had never heard such kind words.
--
It opened its beak, and the food fell down.
But when it began to sing, it lost {food}.
"Of course I can sing!" cried the {bird}, and the food fell to the ground.
--
The fox ate everything and laughed.
The fox took {food} and ran into the forest.
"Thank you for the meal," said the fox. "Your {song} is fine, but you are not very clever."
--
Do not trust everyone who says nice words.
The {bird} learned not to believe sweet words.
Since that day, the {bird} thinks before it opens its beak.

# lion and mouse | intro=no | end=no
strong, weak = lion; mouse | bear; mouse | lion; rat | tiger; mouse | elephant; mouse
trap = net of a hunter | trap of the hunters | strong net
--
A {strong} was sleeping in the shade of a tree.
One hot day, a {strong} lay under a tree and slept.
Long ago, a {strong} lived in a forest and was afraid of nobody.
--
A little {weak} ran over its nose and woke it up.
{suddenly} a little {weak} ran over the back of the {strong}.
A tiny {weak} did not see the {strong} and ran into its foot.
--
The {strong} was angry and caught the {weak}.
"Who dares to wake me?" cried the {strong}.
With one big foot, the {strong} held the {weak} by the tail.
--
"Please let me go," said the {weak}. "One day I will help you."
"If you let me live, I will help you one day," said the {weak}.
--
The {strong} laughed, but it let/VBD the {weak} go.
"How can you help me?" laughed the {strong}. | But it opened its foot, and the {weak} ran away.
--
A few weeks later, the {strong} was caught in the {trap}.
Not long after, the {strong} walked into the {trap} and could not get out.
--
The {weak} heard its cry and came {quickly}.
The {strong} called for help, and only the {weak} came.
--
It bit through the ropes with its sharp teeth, and the {strong} was free.
All night long, the {weak} bit the ropes until the {strong} was free.
--
Even a small friend can be a great help.
"Now I know that even a small friend can be a good friend," said the {strong}.
Since then, the {strong} and the {weak} have been friends.

# hare and tortoise | intro=no | end=no
fast, slow = hare; tortoise | rabbit; tortoise | horse; donkey | fox; snail | deer; turtle
goal = the old mill | the river | the big oak | the bridge
--
A {fast} always laughed at a {slow}.
Once upon a time, there was a {fast} who was very proud of its legs.
In a green valley lived a {fast} and a {slow}.
--
"Why are you so slow?" the {fast} asked.
"I am the fastest animal in the world," said the {fast}.
"Do you ever get anywhere?" the {fast} asked the {slow}.
--
"Let us have a race to {goal}," {said} the {slow}.
The {slow} was calm. | "I can win a race against you," it said.
--
All the animals came to watch.
The owl gave the sign, and the race to {goal} began.
The {fast} ran away like the wind, and the {slow} walked slowly behind.
--
After half of the way, the {fast} lay down under a tree and fell asleep.
"I have so much time," thought the {fast} and went to sleep in the grass.
The {fast} stopped to eat some fresh grass and then fell asleep.
--
But the {slow} went on, step by step.
The {slow} did not stop for a moment.
Slowly, very slowly, the {slow} walked past.
--
When the {fast} woke up, the {slow} was already at {goal}.
The {fast} ran as fast as it could, but it was too late.
--
The {slow} won the race and {received} a crown of flowers.
All the animals clapped for the {slow}, who {received} a prize.
The {fast} was {sad} and never laughed at anyone again.
--
Slow and steady wins the race.
If you do not give up, you can win.
Being fast is not everything.

# magic lamp | weather=any
place = on the beach | in an old shop | in a cave | at the bottom of a chest | in the sand
first = a palace of gold | a flying carpet | a mountain of cake | a horse with wings
wish = all the people in the village to be happy | my {P} to be healthy again | rain for the dry fields | friends and no more lonely days
--
{N} found an old lamp {place}.
{place}, {he} saw something shiny. | It was an old lamp.
{N} was walking alone when {he} found a dusty lamp {place}.
--
When {he} cleaned it, {color} smoke came out.
{he} rubbed the lamp with {his} sleeve, and the ground began to shake.
"How dirty it is!" said {N}, and {he} cleaned it with a cloth.
--
{suddenly} a genie stood before {him}.
A {big} genie came out of the lamp and bowed.
Out of the smoke came a voice. | "I am the genie of the lamp," it said.
--
"You have two wishes," said the genie. "What do you want?"
"Two wishes will come true," the genie told {him}.
"Thank you for waking me! You {receive} two wishes," said the genie.
--
First {N} wished for {first}.
"I want {first}!" said {N}. | And there it was.
{N} thought for a moment and asked for {first}.
--
But {first} did not make {him} happy for long.
{he} liked {first}, but after a few days {he} felt lonely.
For three days {he} was {happy}, but then {he} thought of the others.
--
{then} {he} said, "I wish for {wish}."
"For my last wish, I want {wish}," said {N}.
"My second wish is not for me," said {N}. "I want {wish}."
--
"You have a good heart," said the genie, and the wish came true.
The genie smiled and was gone forever.
{N} had learned that the best wishes are for other people.

# contest of the king | intro=no | end=no
task = make the king laugh | bring the most beautiful thing in the world | tell a story without an end | find the golden bird | answer three questions
prize = a bag of gold | half of the kingdom | a white horse | a castle on a hill
rival, act = a rich merchant; brought a chest of silver | a proud knight; told about his battles | a strong soldier; showed his big sword | a famous singer; sang for two hours
own = a small mirror | an old flute | a bird with a broken wing | a simple flower | a warm loaf of bread
--
Once upon a time, there was a king who was tired of everything.
In a far country lived an old king and his people.
Long ago, a king lived in a castle above the clouds.
--
One day, the king said, "Who can {task}? That person will {receive} {prize}."
"I will give {prize} to the person who can {task}," said the king.
He made a contest. | Whoever could {task} would {receive} {prize}.
--
Many people came from all over the land.
{rival} came first and {act}, but the king only shook his head.
First came {rival}. | He {act}, but it did not help.
--
{then} a poor {child} named {N} came to the castle.
{N}, the {child} of a shoemaker, heard about it and walked {count} days to the castle.
At the end of the line stood a {nice} {child} called {N}.
--
"What have you brought?" asked the king. | "Only {own}," {said} {N}.
{N} had nothing but {own}.
Everyone laughed, because {N} had only brought {own}.
--
{N} gave {own} to the king and said, "You only need someone who talks with you."
"This is all that I have, and I want to share it with you," said {N}.
{he} bowed and told the king about {his} village and {his} family.
--
The king was silent. | Then he smiled for the first time in years.
The king looked at {N} for a long time, and a tear ran down his face.
"You are the winner," said the king.
--
So {N} {received} {prize}, and the king had a friend.
{N} {received} {prize} and shared it with {his} village.
"I do not need {prize}," said {N}. "Please help the poor people." | And the king did so.
--
And they lived happily until the end of their days.
The king and {N} were friends for the rest of their lives.
People in that land still tell this story.

# talking animal | weather=any
animal, wild = frog; pond | swan; lake | squirrel; forest | beaver; river | rabbit; meadow | fox; forest | deer; river
trouble, own = a thorn in its foot; a thorn in my foot | a string around its neck; a string around my neck | something sharp in its mouth; something sharp in my mouth | a net over its head; a net over my head
gift = a golden leaf | a round blue stone | a magic feather | a tiny silver key
power = open every door | understand all the animals | bring the sun | light up the night
--
{N} was walking near the {wild} when {he} heard a small voice.
By the {wild}, {N} heard someone crying/VBG.
"Help me!" called a voice from the {wild}.
--
It was a {animal} that could speak!
{he} looked down and saw a {animal}. | "Please help me," it said.
A {small} {animal} looked at {him} with sad eyes.
--
The {animal} had {trouble}.
"I have {own}," said the {animal}.
"What is the matter?" asked {N}. | "I have {own}," {said} the {animal}.
--
{N} carefully helped the poor {animal}.
"Do not move," said {N}. | In a moment, everything was fine again.
{his} hands were shaking, but {he} helped the {animal}.
--
"You saved me," said the {animal}. "Take {gift}. It can {power}."
To thank {him}, the {animal} gave {him} {gift} that could {power}.
For this, {N} {received} {gift} from the {animal}.
-?
{N} told nobody but {F} about the gift.
At first {N} did not believe it, but it was true.
{he} put {gift} in {his} pocket and ran home.
--
Since that day, {N} goes to the {wild} every {weekday}.
Whenever {N} was {sad}, {he} went to the {wild} and talked to the {animal}.
{N} and the {animal} were friends from that day on.

# princess and dragon | intro=no | end=no
dragon = red | green | black | old | silver
problem = it had a bad tooth | it was very lonely | it could not sleep because of the noise | its baby was lost
fix = a little courage and a kind word | a warm song | a pot of honey and some help | a long talk
--
Once upon a time, a {royal} named {N} lived in a castle by the sea.
In a castle behind {count} hills lived a {nice} {royal}.
There was once a {nice} {royal} who was not afraid of anything.
--
One day, a {dragon} dragon came to the land and burned the fields.
A {dragon} dragon lived in the mountains, and all the people were afraid of it.
Every night, people heard the cry of a {dragon} dragon.
--
"Who will fight the dragon?" asked the old queen. | Nobody answered.
The knights went out to fight, but they came back without their swords.
The queen {received} bad news every morning.
--
"I will go," said the {royal}. "But I will not fight."
The {royal} took a lamp and walked to the mountains alone.
So the {royal} climbed the mountain and took no sword.
--
The dragon opened one yellow eye. | "Why are you not afraid?" it asked.
"Why are you so angry?" the {royal} asked the dragon.
In a dark cave, the {royal} found the dragon. | It was crying/VBG.
--
Then the dragon told the truth: {problem}.
The dragon cried and said that {problem}.
The {royal} learned that {problem}.
--
All that it needed was {fix}.
With {fix}, the {royal} helped the dragon.
"I know what to do," said the {royal}. | All that the dragon needed was {fix}.
--
From then on, the dragon kept the castle warm in winter.
The dragon never burned a field again, and the people danced for three days.
The {royal} rode home on the back of the dragon, and everybody was amazed.

# ant and grasshopper | intro=no | end=no
worker, player = ant; grasshopper | bee; butterfly | squirrel; bird | mouse; frog
food = seeds | nuts | corn | honey and seeds
--
All summer, a {worker} carried {food} to its home, and a {player} watched.
It was a hot summer, and a little {worker} was working hard while a {player} was playing.
In a meadow lived a {worker} and a {player}.
--
The {player} sang and danced in the sun.
But the {player} only wanted to play.
The {player} lay in the grass and laughed.
--
"Why do you work so much?" asked the {player}. "Come and sing with me!"
"Come and play," said the {player}. "Winter is far away."
--
"I am collecting/VBG {food} for the winter," {said} the {worker}.
"You should work too," {said} the {worker}. "Winter will come."
The {worker} did not stop and carried {food} into its house.
--
{then} the snow came, and there was nothing to eat.
Autumn came, and then the cold winter.
One morning, everything was white, and the {player} was cold and hungry.
--
The {player} knocked on the door of the {worker}. | "Please give me some food," it said.
"May I come in?" asked the {player} in a weak voice.
--
The {worker} opened the door. | "Come in, but next year you will help me," it said.
The {worker} had a good heart and shared its {food}.
"You sang in the summer," {said} the {worker}. "Sing for me now, and I will share my {food}."
--
Work comes first, and then comes play/NN.
The next summer, both of them worked and sang together.
The {player} learned to think about tomorrow.
"""
