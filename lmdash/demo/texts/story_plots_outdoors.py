"""Plots in nature and on the road (the table format is described in ``stories.py``)."""

PLOTS = """
# rain picnic | weather=sunny
food = sandwiches | boiled eggs | chicken | cheese and bread | potato salad
place = by the lake | in the park | on a hill | under an old oak tree | on a green meadow
dry = under a bridge | in an old barn | under a big tree | in a little hut | in the car
--
{N} and {his} family planned a picnic {place}.
{N} wanted to have a picnic {place} with {F}.
"Let us have a picnic {place}!" said {N}.
It was the perfect day for a picnic {place}.
--
They packed {food}, {fruit} and a blanket.
{his} {P} filled a basket with {food} and {fruit}.
{N} carried the basket with the {food}, and {F} carried the blanket.
In the basket were {food} and a bottle of {drink}.
--
But when they sat down, dark clouds came over the hills.
{suddenly} big drops of rain fell on the blanket.
They had just started to eat when it began to rain.
The sky turned grey, and {then} the rain came down.
--
"Run!" shouted {F}.
They took everything and ran as fast as they could.
"What shall we do now?" asked {N}. | "Follow me!" said {F}.
In a moment, they were wet from head to foot.
--
They found a dry place {dry} and ate the {food} there.
They sat {dry} and had the picnic there.
{dry}, it was dry and warm. | There they ate everything and told stories.
They waited {dry} and listened to the rain.
--
{then} the rain stopped, and a rainbow stood in the sky.
When the sun came back, they saw a big rainbow.
"It was even better in the rain," said {N}.
They laughed about their wet clothes the whole way home.

# stray dog | weather=cloudy
dogname = Buddy/NNP | Spot/NNP | Rusty/NNP | Lucky/NNP | Rex/NNP | Coco/NNP | Sunny/NNP
place = behind the school | near the bridge | in front of the shop | at the bus stop | in the park
trouble = one of its legs was hurt | it had no home | it was very thin | it was cold and wet
--
On the way home, {N} saw a small dog {place}.
{N} found a {small} {color} ball {place}, and next to it lay a dog.
{place}, a little dog was lying on the ground.
{N} heard a sad bark. | A little dog sat {place}.
--
The dog was alone, and {trouble}.
It had big brown eyes, and {trouble}.
{N} came closer and saw that {trouble}.
It looked at {N} with {sad} eyes.
--
"Where is your home?" asked {N}, but the dog only barked.
"Do not be afraid," {N} said softly.
{N} gave the dog a piece of {his} bread.
{N} put {his} warm scarf around the dog.
--
{N} carried the dog home. | "Can we keep it?" {he} asked.
The dog followed {him} all the way home.
"We must ask who lost this dog," {said} {his} {P}.
{his} {P} looked at the dog and said, "First it needs a bath and some food."
--
They put up papers in the whole town, but nobody came.
They waited two weeks, but nobody was looking for the dog.
An animal doctor looked at the dog and said, "It will be fine."
--
So the dog stayed, and {N} named it {dogname}.
"Now you are home," said {N}, and {he} called the dog {dogname}.
{at_last} {N} was allowed to keep the dog. | {he} called it {dogname}.
-?
Every morning, {dogname} waited at the gate for {N}.
{dogname} and {N} became the best of friends.
{dogname} learned to bring {him} the newspaper and sleep on {his} feet.

# garden | weather=sunny
plant, part = sunflowers; yellow flowers | tomatoes; red tomatoes | beans; long green beans | pumpkins; fat orange pumpkins | strawberries; sweet red berries | carrots; crisp carrots | roses; beautiful roses
animal = snail | rabbit | bird | caterpillar | mole
--
{N} wanted to grow {plant} in the garden.
{his} {P} gave {him} some seeds for {plant}.
{N} {received} a small bag of seeds from {his} {P}. | "These will be {plant}," {phe} said.
Behind the house there was a small garden, and {N} wanted to plant {plant}.
--
{he} made small holes in the earth and put in the seeds.
{N} dug in the soft earth and planted the seeds in a row.
With a small spade, {he} dug {count} holes.
{his} {P} showed {him} how to plant the seeds.
--
Every day, {N} watered the garden.
{N} gave them water every morning before school.
"When will they grow?" asked {N}. | "You must be patient," {said} {his} {P}.
A week passed, but {he} saw nothing but earth.
-?
One morning, a {animal} was sitting between the leaves. | "This is not your breakfast," said {N}.
{then} a {animal} came and ate some of the leaves, so {N} built a little fence.
{F} came to help {him}, and they pulled out the weeds.
--
{then} tiny green leaves came out of the ground.
One morning, {he} saw the first green leaves. | "They are growing!" {he} shouted.
After the first warm rain, the plants grew taller and taller.
--
In the end, there were {part} everywhere.
By the end of summer, the garden was full of {part}.
{at_last} {N} could pick {part}.
--
{N} gave some of them to {F} and to all the neighbors.
{N} was proud of {his} little garden.
{N} learned that good things need time.
"I grew this myself," {he} told everyone.

# fishing trip | weather=sunny
water = river | lake | sea | pond
catch = an old boot | a green bottle | a rusty key | a wet hat
fish = a big silver fish | a trout as long as {his} arm | a golden fish | a fat carp
--
{N} went fishing with {his} {P}.
"Let us go fishing today," said {his} {P}.
{his} {P} woke {him} up before the sun was up. | They wanted to go fishing.
{N} took a fishing rod and followed {his} {P} to the {water}.
--
They sat down by the {water} and waited.
The {water} was calm and clear, and they could see the stones on the ground.
"You have to be quiet now," {his} {P} whispered.
{N} threw the line into the {water} and watched the little cork.
--
An hour passed, and nothing happened.
"Why do the fish not come?" asked {N}. | "They are not hungry yet," {said} {his} {P}.
{N} grew tired and ate all the {fruit}.
{then} {N} felt something heavy. | But it was only {catch}!
--
{suddenly} the line moved! | {N} pulled and pulled.
{suddenly} something pulled hard at the line.
"I have something!" cried {N}. | {his} {P} ran to help {him}.
--
It was {fish}.
Together they pulled {fish} out of the {water}.
{at_last} {he} saw {fish} on the line.
--
But the fish looked at {him}, and {N} felt sorry for it. | So {he} put it back into the {water}.
"Let us give it back to the {water}," said {N}, and {his} {P} smiled.
They cooked the fish over a fire and ate it with bread.
They took a photo, and then the fish swam away.

# snow day | weather=snow
nose = a carrot | a red pepper | a potato | a pine cone
thing = an old hat | a {color} scarf | a broom | {his} grandfather's hat
--
There was no school because of the snow.
"No school today!" said {his} {P}.
{N} looked out and could not see the street.
--
{N} put on a warm coat, boots and gloves.
{his} {P} gave {him} a {color} scarf and two pairs of socks.
{N} ran outside, and the snow came up to {his} knees.
--
{N} and {F} made a {big} snowman.
{F} was already outside. | "Let us build a snowman!" {fhe} called.
They rolled three big balls of snow and put them on top of each other.
--
The snowman had {nose} for a nose and wore {thing}.
They used {nose} for the nose and gave him {thing}.
{N} found {nose} for the nose, and {F} brought {thing}.
-?
{then} they threw snowballs until they could not feel their fingers.
{then} they went down the hill on a sled and screamed with joy.
A little bird sat down on the head of the snowman and sang.
--
When it got dark, they went inside and drank {drink}.
{his} {P} called them in for {drink} by the fire.
Their hands were cold, but {drink} made them warm again.
--
"Good night, snowman," said {N} from the window.
At night, {N} thought that {he} saw the snowman smile.
The next day, the sun came out, and the snowman was a little smaller.
"I hope that it snows again tomorrow," said {N}.

# kite | weather=windy
shape = a bird | a dragon | a fish | a butterfly | a star
tree = a tall tree | the roof of the church | an apple tree | a high fence
helper = a fireman with a ladder | a tall man | the old gardener | {his} {P} | a friendly painter with a ladder
--
{N} had a {color} kite that looked like {shape}.
{N} and {his} {P} made a kite in the form of {shape}.
{N} {received} a kite from {his} {P}. | It looked like {shape}.
--
{he} ran over the field, and the kite rose into the air.
The wind took the kite, and it flew higher and higher.
{N} held the string with both hands. | The kite danced above the trees.
"Run faster!" called {F}, and the kite went up.
--
{suddenly} the wind pulled so hard that the string broke.
Then a strong wind came, and {N} could not hold the kite.
{suddenly} the string slipped out of {his} hand.
--
The kite flew away and landed on {tree}.
"My kite!" cried {N}. | It was hanging on {tree}.
They ran after it and saw it on {tree}.
--
{N} was too small to reach it. | {then} {helper} came by and got it down.
"Can you help us, please?" asked {F}. | And {helper} brought the kite down.
{at_last} {helper} helped them to get it back.
--
{N} {thanked} the helper and fixed the string.
The kite had a small hole, but it could still fly.
{N} tied a stronger string to it, and the kite flew again until evening.
"Next time I will hold it tighter," said {N}.

# night stars | weather=night
shape = a bear | a lion | a swan | a horse | a spoon
place = on the roof | in the garden | on the hill behind the house | on the beach
--
{N} could not sleep, so {he} went to {his} {P}.
{his} {P} took {N} by the hand. | "Come, I want to show you something," {phe} said.
{N} wanted to see the stars.
--
They put on their coats and sat down {place}.
They lay down on a blanket {place} and looked up.
It was cold {place}, but they had a warm blanket.
--
There were more stars than {he} could count.
"How many stars are there?" asked {N}. | "More than you can count," {said} {his} {P}.
The sky was full of stars, and the moon looked like a thin boat.
--
"That one looks like {shape}," said {N}.
{his} {P} showed {him} the stars that look like {shape}.
Some of the stars together looked like {shape}.
--
{suddenly} a shooting star crossed the sky.
{suddenly} a bright light flew over them. | "Make a wish!" {said} {his} {P}.
{then} they saw a star falling/VBG.
--
{N} closed {his} eyes and made a wish.
"What did you wish for?" asked {his} {P}. | "It is a secret," {said} {N}.
{N} knew that {he} wanted to fly to the stars one day.
{his} {P} carried {him} back to bed, because {N} was asleep.

# farm morning | weather=sunny
animal, does = cow; gave fresh milk | hen; had laid five eggs | goat; tried to eat {his} hat | horse; wanted a carrot | sheep; had a new lamb | pig; rolled in the mud
missing, spot = a little lamb; behind the hay | a yellow chick; under a bucket | a small goat; on the roof of the shed | the old cat; in the wheelbarrow
--
{N} was staying on the farm of {his} {P}.
{his} {P} had a farm with many animals.
The rooster called, and {N} ran out to the animals.
--
"Good morning! Will you help me to feed the animals?" asked {his} {P}.
{N} carried a bucket of water, and {his} {P} carried the hay.
First they fed the hens, and then they opened the gate for the cows.
--
The {animal} {does}.
{N} went to the {animal} first. | It {does}.
In the barn, {N} saw the {animal}. | It {does}.
--
But {missing} was missing/VBG.
"Oh no, {missing} is gone!" {said} {his} {P}.
When they counted the animals, {missing} was not there.
--
{N} {looked} everywhere and found it {spot}.
{then} {N} heard a small sound. | {missing} was sitting {spot}!
{at_last} {N} found it {spot}.
--
"You are a real farmer now," {said} {his} {P}.
{N} carried it back to its mother.
For breakfast, they had fresh bread, eggs and {drink}.
{N} wanted to stay on the farm forever.

# storm at sea | weather=sunny
boat = a little sailing boat | an old fishing boat | a small boat with a {color} sail | a rowing boat
light = the lighthouse | a light on the shore | a big ship
--
{N} and {his} {P} went out to sea in {boat}.
{his} {P} had {boat}, and {N} was allowed to come along.
"Are you ready to sail?" asked {his} {P}. | They climbed into {boat}.
--
The water was blue and calm, and dolphins swam next to the boat.
The wind was soft, and {N} was allowed to hold the wheel.
The birds flew above them, and the beach looked smaller and smaller.
--
{suddenly} the sky turned black, and the wind grew strong.
But in the afternoon, a storm came up.
Far away, they saw dark clouds, and soon the waves were as high as houses.
--
The boat went up and down, and {N} felt {scared}.
Water came into the boat, and {N} used a bucket to throw it out.
"Hold on!" shouted {his} {P}.
--
Then {N} saw {light}. | "There! We must go there!" {he} cried.
{suddenly} {he} saw {light} through the rain.
{at_last} they saw {light}, and {his} {P} turned the boat.
--
Soon they were safe and dry.
They reached the harbor, and {N} fell into the arms of {his} mother.
"You were very brave," {said} {his} {P}.
-?
{N} {received} a medal made of paper from {F}.
People talked about the storm for a long time.
{N} respected the sea after that, but {he} still loved it.

# treasure map
where = in an old book | in a bottle on the beach | under a loose board | in the attic | in {his} grandfather's coat
hide = under the old oak tree | behind the waterfall | in a small cave | next to the broken wall | near the old well
treasure = old coins and a letter | a golden ring | colorful stones | photos from long ago | a silver cup | a box of wooden toys
--
{N} found an old map {where}.
{where}, {N} found a yellow piece of paper. | It was a map!
{N} was looking for a game when {he} found a map {where}.
--
There was a red cross on the map. | "What does it mean?" asked {F}.
"This must be a treasure map!" said {F}.
{N} showed it to {F}. | {fhe} read, "The treasure lies {hide}."
--
They took a spade, a lamp and some {fruit} and started to walk.
They followed the map over the bridge and through the forest.
The way was long, and they crossed {count} small rivers.
-?
{F} was tired. | "Is it still far?" {fhe} asked.
An owl called in the forest, and both of them felt {scared}.
Once they took the wrong path and had to go back.
--
{at_last} they stood in the right place, {hide}.
{hide}, they began to dig.
They dug {hide} until their arms hurt.
--
{suddenly} they heard a hard sound. | It was a wooden box!
{then} they found an old box and opened it slowly.
Deep in the earth was a small box with a lock.
--
Inside, there lay/VBD {treasure}.
They opened it and found {treasure}.
The box held {treasure}.
--
"The real treasure is our adventure," said {N}.
They shared everything and promised to keep the secret.
They gave the treasure to the museum and {received} a big reward.
They never told anyone where they had found it.

# train travel
goal = the sea | the mountains | the big city | the house of {his} grandmother | a small village
view = green fields | high bridges | blue lakes | little villages | white cows
--
{N} was going to take the train to {goal}.
{N} and {his} {P} were going to {goal} by train.
At the station, {N} was waiting for the train to {goal}.
--
The train came with a loud whistle.
"All aboard!" called the man in the {color} hat.
{N} found a seat by the window.
Many people with heavy bags climbed into the train.
--
Outside the window, {he} saw {view}.
The train ran faster and faster, and {view} flew by.
{N} pressed {his} nose against the window and looked at {view}.
--
Across from {him} sat a {fchild} called {F}. | "Where are you going?" {fhe} asked.
A {fchild} named {F} sat down next to {him} and opened a bag of {fruit}.
An old man told {him} about the time when trains were pulled by steam engines.
-?
They went through a long tunnel, and it was dark for a moment.
{N} ate a sandwich and drank {drink}.
The train stopped in the middle of a field because there were sheep on the line.
--
In the evening, the train arrived at {goal}.
After {count} hours, they arrived.
"We are there!" called {his} {P}.
--
{N} waved to the train until it was gone.
{N} already looked forward to the way back.
"I want to drive a train one day," said {N}.

# race | weather=sunny
race = running race | swimming race | bicycle race | boat race | sack race
prize = a gold medal | a silver cup | a new ball | a blue ribbon
--
There was a {race} at school, and {N} wanted to win.
{N} had practiced for the {race} for many weeks.
The whole town came to see the {race}.
--
"I am faster than all of you," said {F}.
{F} was the fastest {fchild} in the town, and everybody knew it.
{N} stood next to {F} at the start. | {his} heart was beating fast.
--
The whistle blew, and the race began.
"Ready, steady, go!" called the teacher.
Everyone started at the same time.
--
At first {F} was in front, and {N} was behind {fhim}.
{F} was first, and {N} was second.
{N} was close behind {F} and did not look back.
--
{suddenly} {F} fell down and hurt {fhis} leg. | {N} stopped and helped {fhim} up.
Just before the end, {F} was hurt and could not go on. | {N} turned around and helped {fhim}.
{then} {F} cried out in pain. | {N} forgot the race and went back to help {fhim}.
--
"Why did you stop?" asked {F}. | "Because you are more important," {said} {N}.
They crossed the line together, and everyone clapped.
"You should have won," said {F}. | "It does not matter," {said} {N}.
--
They did not win, but they both {received} {prize}.
For the kind act, {N} {received} {prize}.
The teacher said that {N} was the real winner, and {he} {received} {prize}.

# visit to grandmother
gift = a basket of {fruit} | a pot of honey | fresh flowers | a bottle of {drink} | a loaf of bread
meet = a hedgehog | a deer | a fox with a long tail | an old man with a horse | a lost lamb
story = a story about a king | a story about the old days | a story about a talking tree | a story about the war between the cats and the mice
--
{N} wanted to visit {his} grandmother, who lived on the other side of the forest.
{his} grandmother lived in a little house in the forest. | {N} went to see her/PRP.
{N} {received} a note from {his} grandmother. | "Please come to see me," it said.
--
{his} mother gave {him} {gift} for grandmother.
{he} took {gift} and started to walk.
"Do not leave the path," said {his} mother and gave {him} {gift}.
--
On the way, {he} met {meet}.
In the middle of the forest, {he} saw {meet} and stopped for a moment.
The birds were singing, and behind a tree stood {meet}.
--
{at_last} {he} saw the little house with the {color} door.
Smoke came out of the chimney, and {N} knocked on the door.
"Grandmother, are you at home?" called {N}.
--
Grandmother opened the door and kissed {him}.
"How you have grown!" said grandmother.
Grandmother was sitting in her chair and laughed when {he} came in.
--
They ate {meal} and drank {drink}.
Grandmother made {meal}, and the room was warm.
{N} gave {gift} to grandmother, and she put everything on the table.
--
{then} she told {him} {story}.
In the evening, grandmother told {story}.
"Please tell me {story}," said {N}, and grandmother began.
"""
