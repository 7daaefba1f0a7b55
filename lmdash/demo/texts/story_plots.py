"""Plots at home and with the family (the table format is described in ``stories.py``)."""

PLOTS = """
# lost toy
toy = ball | doll | teddy bear | toy car | toy train | wooden horse | red robot | little drum | toy rabbit
spot, find = under the bed; under the bed | behind the sofa; behind the sofa | in the garden; in the garden | in the kitchen; in the kitchen | inside a big box; inside a big box | on top of the wardrobe; on top of the wardrobe
wrong = in the bathroom | under the table | in the school bag | behind the door | under the stairs
--
{N} had a {toy} that {he} loved very much.
{N} wanted to play with {his} {toy}.
{N} loved {his} {toy} more than anything in the world.
{his} favorite thing was a {toy} with a {color} ribbon.
--
But that day, the {toy} was gone.
{suddenly} {he} saw that the {toy} was not in its place.
But {he} could not find the {toy} anywhere.
When {he} opened the toy box, the {toy} was not there.
--
"Where is my {toy}?" asked {N}.
"I lost my {toy}," said {N}, and {he} started to cry.
"Have you seen my {toy}?" {he} asked {his} {P}. | "No, but I will help you," {said} {his} {P}.
{N} was {sad} and asked {his} {P} for help. | "Do not worry," {said} {his} {P}. "We will find it."
--
First {he} {looked} {wrong}, but it was not there.
They looked {wrong}, but they only found an old sock.
{he} {looked} {wrong}. | There was nothing but dust.
"Let us look {wrong}," said {his} {P}, but the {toy} was not there.
--
{then} {N} {looked} {spot}. | There it was!
{at_last} {he} found the {toy} {find}.
{at_last} {his} {P} looked {spot} and laughed. | "Here is your {toy}!" {phe} said.
{then} {he} heard a small sound. | The cat was sleeping {find}, and the {toy} was next to it.
--
{N} was {happy} and hugged the {toy}.
{N} held the {toy} in {his} arms and {smiled}.
"Thank you for helping me," said {N}. | From that day on, {he} always put {his} toys back in the box.
{he} promised to take better care of {his} {toy}.

# birthday | weather=sunny
gift = bicycle | kite | puppy | book about animals | box of paints | little guitar | telescope | pair of skates | model ship
cake = chocolate cake | strawberry cake | lemon cake | apple cake | honey cake
game = hide and seek | ball games | a treasure hunt | musical chairs
--
It was {his} birthday, and {he} was {age} years old.
That day was {his} birthday.
{N} was excited because it was {his} birthday.
"Today is my birthday!" {he} said to {himself}.
--
{his} {P} made a {cake} with {age} candles.
{his} {P} baked a {big} {cake}, and the whole house smelled sweet.
In the kitchen stood a {cake} with {age} candles on it.
There were {color} balloons in the garden and a {cake} on the table.
-?
Many friends came to the party, and they played {game}.
{his} friend {F} came first and sang a song for {him}.
The children played {game} in the garden and laughed a lot.
{F} gave {him} a card with a drawing of a cat.
--
{then} {N} {received} a {big} box with a {color} ribbon. | "What is inside?" {he} asked.
{N} {received} many gifts, but one box was bigger than the others.
{he} {received} a present from {his} {P}. | It was wrapped in {color} paper.
From {his} {P}, {he} {received} a strange packet, and {his} hands shook as {he} opened it.
--
{he} opened it and saw a {gift}.
Inside the box was a {gift}!
{N} pulled off the paper and found a {gift}. | "This is just what I wanted!" {he} cried.
It was a {gift}, and {N} jumped up and down with joy.
--
"Make a wish!" said {F}. | {N} closed {his} eyes and blew out the candles.
{N} made a wish and blew out all the candles.
{then} everyone sang, and {N} blew out the candles.
Everybody had a piece of the {cake}, and it tasted {good}.
--
{N} {thanked} {his} {P} and {smiled}.
"Thank you for the {gift}," said {N}. "I love it!"
It was a birthday to remember.
"This is the best birthday ever," said {N}.

# cooking together
dish, tool, first, second = pancakes; a pan; flour; eggs | tomato soup; a pot; tomatoes; onions | apple pie; a bowl; apples; butter | cookies; a bowl; sugar; chocolate | fresh bread; an oven; flour; salt | fruit salad; a bowl; bananas; grapes | vegetable soup; a pot; carrots; potatoes
--
{N} was hungry and wanted to cook something.
{his} {P} asked {N} to help in the kitchen.
"Can we make {dish} today?" {N} asked {his} {P}.
{N} wanted to make {dish} for the family.
--
"First we need {first} and {second}," {said} {his} {P}.
They took {tool}, some {first} and some {second}.
{his} {P} put {first} and {second} on the table.
{N} washed {his} hands and looked for {first} and {second}.
-?
But there was no {second} at home, so {N} ran to the shop. | Soon {he} came back with a full bag.
{N} dropped a spoon, and everybody laughed.
A cloud of flour flew into the air, and {his} nose was white.
{N} wanted to taste everything before it was ready.
--
{N} mixed everything slowly and carefully.
They worked together and sang a funny song.
{his} {P} showed {him} how to use the knife. | {N} was very careful.
{N} counted to one hundred while the food was cooking.
--
Soon the kitchen smelled wonderful.
After one hour, the {dish} was ready. 
{at_last} the {dish} was ready, and everyone sat down at the table.
{then} they put the {dish} on the table with some flowers.
--
"This tastes so good!" {said} {his} {P}.
They ate the {dish} together, and nothing was left.
"I made it with my own hands," {N} said proudly.
{N} gave a plate of {dish} to {F}, who lived next door. | "You are a {good} cook," said {F}.

# fear of the dark | weather=night
shape, real = a monster; a coat on the chair | a big bear; a pile of clothes | a giant; the old wardrobe | a ghost; the white curtain | a wolf; a basket and a broom
sound = the wind | the old clock | the rain on the roof | the cat
--
{N} was lying in bed, but {he} could not sleep.
{N} was afraid of the dark.
When the light went out, {N} felt {scared}.
{N} did not want to go to bed because {his} room was so dark.
--
In the corner, {he} saw something that looked like {shape}.
{suddenly} {he} heard a strange sound. | {N} pulled the blanket over {his} head.
Something was standing near the window, and it looked like {shape}.
"There is {shape} in my room!" cried {N}.
--
{his} {P} came into the room and sat down on the bed.
{N} called {his} {P}, who came {quickly}.
"What is wrong?" asked {his} {P}. | "I am afraid of the dark," {said} {N}.
{his} {P} heard {him} and came with a candle.
--
{his} {P} turned on the light. | It was only {real}!
"Look," said {his} {P}. "It is only {real}."
When the lamp was on, they saw that it was only {real}.
Together they looked closer. | There was nothing but {real}.
-?
"And that sound was only {sound}," {said} {his} {P}.
{his} {P} gave {him} a small lamp that looked like the moon.
{his} {P} sang a soft song until {N} was calm.
"The dark is only the day with its eyes closed," {said} {his} {P}.
--
{N} laughed, and {he} was not afraid anymore.
After that night, {N} slept well, even in the dark.
{then} {N} turned off the light {himself} and fell asleep.
"Good night, dark room," said {N}, and {he} slept until morning.

# broken window | weather=sunny
ball = ball | football | tennis ball | stone | snowball
owner = old neighbor | baker | teacher | woman next door | shoemaker
work = swept the yard | carried wood | washed the car | watered the flowers | picked up the leaves
--
{N} and {F} were playing with a {ball} in the street.
{N} threw a {ball} high into the air.
{N} was playing outside with {his} friend {F}. | They had an old {ball}.
"I can throw this {ball} farther than you," {N} told {F}.
--
The {ball} flew over the fence and broke a window.
{suddenly} there was a loud crash. | The {ball} had broken a window!
The {ball} flew too far and hit the window of the {owner}.
Crash! | The window of the {owner} was broken.
--
"Let us run away!" said {F}. | But {N} did not want to run.
{N} was {scared} and wanted to hide behind a tree.
{F} looked at {N}. | "What shall we do now?" {fhe} asked.
{his} heart was beating fast, and {his} face was red.
--
{then} {N} knocked on the door of the {owner}. | "I broke your window," {he} said. "I am very sorry."
{N} went to the {owner} and told the truth.
"It was my fault," {N} told the {owner}, and {he} looked at the floor.
{N} walked slowly to the house and said that {he} was sorry.
--
The {owner} was not angry. | "Thank you for telling the truth," said the {owner}.
The {owner} smiled and said, "Everyone makes mistakes."
"You are an honest {child}," {said} the {owner}.
At first the {owner} looked angry, but then the {owner} smiled.
--
To pay for the window, {N} {work} every {weekday}.
{N} and {F} {work}, and soon the window was new again.
{N} learned that it is always better to tell the truth.
{his} {P} was proud because {N} had told the truth.

# moving house
far = in another town | in a big city | near the sea | on the other side of the country | in the mountains
thing = {his} books | {his} toys | the old clock | the kitchen pots | {his} blanket
sight = a tall tree | a small garden | a round window | a secret door | a swing
--
{N} was {sad} because the family was moving to a new house {far}.
{his} {P} had found a new house {far}.
"We are moving to a new home," said {his} {P}. | {N} did not know what to say.
That week, {his} family was moving to a house {far}.
--
{N} put {thing} into a {big} box.
There were boxes in every room, and {N} packed {thing}.
A {color} truck came to the door, and strong men carried the boxes.
{N} walked through the empty rooms and said goodbye to each of them.
--
"I do not want to go," {he} said. | "I will write to you," said {F}.
{his} best friend {F} came to say goodbye. | Both of them cried a little.
{N} waved to {F} until {he} could not see {fhim} anymore.
"Will I ever find new friends?" {N} asked. | "Of course you will," {said} {his} {P}.
--
The new house was {big} and strange, but behind it there was {sight}.
{then} {N} found {sight} at the new house and felt a little better.
When they arrived, {N} saw {sight}. | "This is not so bad," {he} thought.
{his} new room had yellow walls and smelled of paint. | Behind the house, {he} found {sight}.
-?
After one week, {N} {received} a letter from {F}. | "I miss you," {fhe} wrote.
{then} a neighbor came with a plate of cookies.
A few days later, {he} {received} a card with a picture from {F}.
--
Soon the new house felt like home.
A {child} from next door asked, "Do you want to play with us?" | And {N} was not lonely anymore.
That night, {N} wrote a long letter to {F} and told {fhim} about the new house.
{N} learned that home is where {his} family is.

# helping a neighbour
old, oshe, oher = Mrs/NNP Green/NNP; she; her | Mrs/NNP Hill/NNP; she; her | Mr/NNP Brown/NNP; he; his | Mr/NNP Baker/NNP; he; his | Mrs/NNP Stone/NNP; she; her | Mr/NNP Wood/NNP; he; his
job, done = carry the heavy bags; carried the heavy bags | find the lost cat; found the cat under a car | water the plants; watered all the plants | paint the fence; painted the fence | clean the windows; cleaned every window | pick the apples; picked all the apples
reward = a warm cookie | a jar of honey | a basket of apples | an old coin | a book with pictures | a piece of cake
--
Next door lived {old}, who was old and lived alone.
{N} had an old neighbor called {old}.
On the way to school, {N} saw {old} at the gate.
{old} was an old neighbor who could not walk very well.
--
That morning, {old} looked tired and {sad}.
"I need to {job}, but I am too old," said {old}.
{old} wanted to {job}, but {oshe} was not strong enough.
"What is wrong?" asked {N}. | "I have to {job}, and my back hurts," {said} {old}.
--
"I can help you!" said {N}.
{N} did not wait. | "Let me help you," {he} said.
{N} called {F}, and they went to help {quickly}.
{N} took off {his} coat and started to work.
--
{N} {done} and sang a song.
It was hard work, but {N} {done}.
{N} and {F} {done}, and {old} watched them with a smile.
In less than an hour, {N} {done}.
--
{old} was {happy} and gave {him} {reward}.
For the help, {N} {received} {reward} from {old}.
"You are so kind," {said} {old}. "Please take {reward}."
"I did not do it for a gift," said {N}, but {he} {received} {reward}.
-?
Since then, {N} visits {old} every {weekday}.
{N} learned that helping other people feels good.
{old} told {him} a story from long ago, and they became friends.
{his} {P} was very proud of {him}.

# sharing
food, piece = sandwich; half of the sandwich | chocolate bar; half of the chocolate | big cookie; half of the cookie | apple pie; a big piece of the pie | orange; half of the orange | bag of cherries; a handful of cherries
place = in the park | at school | on the playground | by the river | in the school yard
--
{N} had a {food} for lunch.
{his} {P} gave {N} a {food}.
{N} was sitting {place} with a {food} in {his} hand.
{N} bought a {food} with {his} own money and sat down {place}.
--
{then} {he} saw {F} {place}. | {F} had nothing to eat.
{F} sat next to {him} and looked at the {food}.
"I forgot my lunch at home," said {F}, and {fhe} looked {sad}.
A new {fchild} named {F} stood alone {place}. | {fhe} looked hungry.
--
{N} was hungry too, and {he} did not want to share.
{N} thought for a moment. | It was not very much.
At first {N} wanted to eat everything {himself}.
"Are you hungry?" asked {N}. | "Yes, very hungry," {said} {F}.
--
But {he} gave {F} {piece}.
{then} {he} smiled and gave {F} {piece}.
"Here, take {piece}," said {N}.
{N} remembered the words of {his} {P}: a shared meal tastes better. | So {he} gave {F} {piece}.
--
"Thank you!" said {F}. | They ate together and laughed.
{F} was {happy} and {smiled}.
They sat {place} and ate together, and it tasted better than ever.
"You are a good friend," said {F}.
-?
The next day, {F} brought a bag of {fruit} and shared it with {N}.
A week later, {N} {received} a bag of {fruit} from {F}.
After that day, they shared their lunch every day.
{N} learned that sharing makes two people happy.

# hospital visit
who = {his} grandmother | {his} grandfather | {his} friend {F} | {his} big brother | {his} aunt
hurt = a broken leg | a broken arm | a bad cough | a high fever
present = flowers | a drawing | a funny book | a bag of {fruit} | a small bear
--
{who} was in the hospital with {hurt}.
{N} heard that {who} was ill and had {hurt}.
{N} was worried because {who} had to stay in the hospital.
That week, {who} was in the hospital, and {N} wanted to go there.
--
{N} wanted to bring {present}.
"Can we visit the hospital today?" {he} asked. | "Yes, and let us bring {present}," {said} {his} {P}.
{N} went to the hospital with {his} {P} and carried {present} in {his} hands.
They took the bus to the hospital, and {N} held {present}.
--
The hospital was {big} and white, and it was very quiet.
A friendly nurse showed them the way to the room.
A doctor in a white coat said, "You can stay for one hour."
{N} walked on {his} toes because many people were sleeping.
--
When {N} opened the door, {he} saw a big smile.
"I am so glad that you came," {he} heard from the bed.
In the bed by the window was {who}.
{N} sat on a chair near the bed and told funny stories.
--
{N} gave {present}, and everyone in the room smiled.
They talked and laughed, and the pain was almost forgotten.
"You are better than any medicine," said the nurse.
{N} had brought {present}, and the room looked brighter.
--
After two weeks, {who} could go home again.
{at_last} the doctor said, "You can go home soon." | {N} was {happy}.
A few days later, {who} was healthy again.
On the way home, {N} wanted to become a doctor one day.

# letter
sender = {his} grandmother | {his} grandfather | {his} uncle | {his} aunt
far = across the sea | in a far country | in the mountains | in a big city | on a small island
news, reply = come and stay in the summer; packed {his} bag | come to a party; put on {his} best clothes | visit the old farm; counted the days | come on a trip by boat; looked for {his} swimming things
--
{N} {received} a letter with a {color} stamp.
The postman rang the bell, and {N} {received} a letter.
When {N} opened the mailbox, {he} found a letter with {his} name on it.
That day, {he} {received} a long letter from {sender}.
--
"Who is it from?" asked {his} {P}. | "It is from far away," {said} {N}.
It came from {sender}, who lived {far}.
{N} opened it {quickly} and began to read.
{he} had never {received} a letter before, and {his} hands shook.
--
The letter said, "Please {news}."
"Dear {N}, please {news}," {he} read.
In the letter, {sender} asked {him} to {news}.
{N} read it three times. | {sender} wanted {him} to {news}.
--
{N} {smiled} and {reply}.
{N} jumped with joy and {reply}.
"May I go?" asked {N}. | "Yes, of course," {said} {his} {P}. | So {N} {reply}.
{he} could not believe it. | {he} {reply} the same evening.
--
{then} {he} sat down and wrote an answer with {his} best pen.
{N} wrote a long answer and drew a picture at the end.
{he} took a sheet of paper and wrote, "Yes, I will come!"
{N} sent an answer and put a {color} flower in it.
-?
A week later, {he} {received} a ticket for the train.
{N} kept the letter under {his} pillow.
"I love {receiving} letters," said {N}.
{he} knew that a letter can make a person happy.
"""
