"""Plots at school and in the town (the table format is described in ``stories.py``)."""

PLOTS = """
# new friend
game = with a ball | with marbles | chess | with toy cars | tag | with wooden blocks
origin = another country | a far city | a small island | the mountains
--
There was a new {fchild} at school named {F}.
That morning, the teacher came in with a new {fchild}. | "This is {F}," said the teacher.
A new {fchild} called {F} came to the class of {N}. | {fhe} came from {origin}.
A family from {origin} had moved into the house next door. | They had a {fchild} named {F}.
--
{F} was shy and did not say a word.
{F} stood alone under a tree and looked {sad}.
Nobody talked to {F}, and {fhe} sat alone in the corner.
{F} looked at {fhis} shoes because {fhe} did not know anyone.
--
{N} remembered how it felt to be alone.
"I should talk to {fhim}," thought {N}.
{N} saw this and felt sorry for {F}.
{N} was a little shy too, but {he} took a deep breath.
--
"Hello! My name is {N}," {he} said. "Do you want to play {game}?"
{N} walked over and asked, "Would you like to play {game}?"
"Would you like to share my lunch?" {N} asked.
{then} {N} sat down next to {F} and gave {fhim} an apple.
--
{F} looked up and smiled for the first time.
"Yes, please!" {said} {F}, and {fhis} face was bright.
{F} was {happy}. | "I was afraid that nobody would like/VB me," {fhe} said.
"I would love to," {said} {F}.
--
They played {game} until the bell rang.
They talked about everything and laughed the whole day.
From that day on, {N} and {F} were best friends.
{N} learned that one kind word can open a heart.

# school play
role = the king | the moon | a tree | the wise owl | a brave lion | the old sailor | the sun
--
At school, the children were getting ready for a play.
The teacher wanted to put on a play, and every child had a role.
"Next week we will show a play to the parents," said the teacher.
The class of {N} worked on a play for the summer party.
--
{N} was chosen to be {role}.
{N} {received} the role of {role}.
"You will be {role}," the teacher told {N}.
{N} wanted to be {role}, and the teacher said yes.
--
Every day, {he} practiced in front of the mirror.
{N} said {his} words again and again, even in the bath.
{his} {P} made a costume out of old {color} curtains.
{F} helped {him} to learn every word.
--
On the big evening, many people sat in the hall, and {N} felt {scared}.
Behind the curtain, {his} knees were shaking.
"What if I forget everything?" asked {N}. | "Then I will help you," {said} {F}.
The lights went on, and {N} walked slowly onto the stage.
--
For a moment {he} forgot the words, but {F} whispered them to {him}.
{N} spoke with a loud and clear voice.
{suddenly} {his} hat fell down, and everyone laughed. | {N} laughed too and went on.
{N} saw {his} {P} in the first row and was not afraid anymore.
--
At the end, everyone clapped and shouted, "Bravo!"
The people stood up and clapped for a long time.
{N} {received} a flower, and the teacher was very proud.
"You were the best," {said} {his} {P} after the play.

# market
goods, unit = apples; a basket of apples | carrots; a bag of carrots | flowers; a bunch of flowers | eggs; a box of eggs | cheese; a piece of cheese | fish; a fresh fish | pears; a basket of pears
lost = {his} coins | the money | {his} purse
--
{his} {P} sent {N} to the market to buy {goods}.
{N} went to the market with {his} {P}.
"Please go to the market and buy {unit}," {his} {P} told {N}.
It was market day, and {N} wanted to buy {unit}.
--
The market was loud and full of people.
There were fruits in every color, and it smelled of bread and fish.
A woman was selling honey, and a man was playing the violin.
All around {him}, people were calling, laughing and talking.
--
"How much does it cost?" asked {N}. | "Only {count} coins," {said} the old man.
When {N} wanted to pay, {lost} was/VBD gone!
{N} put {his} hand in {his} pocket, but {he} could not find {lost}.
{N} looked at all the tables and asked for {unit}.
--
A {fchild} named {F} came up to {him}. | "Did you lose this?" {fhe} asked and held up a small bag.
{suddenly} {he} heard a voice behind {him}. | "You dropped your money," said a {fchild} named {F}.
{suddenly} a {fchild} named {F} ran after {him}. | "Wait! Your money was lying on the ground," {fhe} said.
--
{N} {thanked} {F} and bought {unit}.
"You are very honest," said {N}, and {he} gave {F} a coin.
{N} was {happy} and shared some {fruit} with {F}.
{N} paid for the {goods} and {received} an apple as a gift.
--
They went home together and talked the whole way.
At home, {his} {P} looked at {unit} and said, "Well done!"
{N} came home with {unit} and a new friend.
In the evening, {his} {P} used the {goods} to make a {good} dinner.

# bus ride
number = two | three | seven | nine | twelve
goal = the zoo | the museum | the swimming pool | the house of {his} {P} | the library
wrong = a lake | a forest | the train station | the harbor | a big factory
--
{N} wanted to take the bus to {goal}.
For the first time, {N} was riding/VBG the bus alone. | {he} wanted to go to {goal}.
{N} had a ticket for bus number {number}, which went to {goal}.
"Take bus number {number} to {goal}," said {his} mother.
--
{he} sat by the window and watched the streets.
The bus was full, and {N} gave {his} seat to an old woman.
The bus was warm, and {N} fell asleep.
{N} counted the red cars behind the window.
--
But when {he} looked out, {he} saw {wrong}.
{suddenly} {N} saw {wrong}. | It was the wrong bus!
The bus stopped near {wrong}, and {N} did not know this place.
"This is not the way to {goal}," thought {N} when {he} saw {wrong}.
--
{N} felt {scared}, but {he} went to the driver.
"Excuse/VB me, where are we?" {he} asked the driver.
A {fchild} named {F} sat across from {him}. | "Are you lost?" {fhe} asked.
{his} eyes filled with tears, but {he} did not give up.
--
"Do not worry," said the driver. "I will take you back."
The friendly driver showed {him} the right bus.
The driver smiled and {said}, "We will turn around soon."
The driver drew a little map for {him}.
--
Half an hour later, {N} arrived at {goal}.
{at_last} {he} came to {goal}, only a little late.
{N} arrived safely and had a {good} story to tell.
From then on, {N} always read the number of the bus twice.

# library
topic, hero = dragons; a small dragon | pirates; a pirate girl | stars; a boy who flew to the moon | animals; a clever mouse | castles; a brave knight | the sea; an old whale
--
{N} loved books, and {he} went to the library every {weekday}.
{N} went to the library with {his} {P}.
{N} wanted to read a book about {topic}.
There was a {big} library in the town, and {N} had never been there.
--
There were thousands of books on the shelves.
It was so quiet that {he} could hear the clock.
The library smelled of old paper, and light fell through the high windows.
{N} walked slowly between the tall shelves.
--
"Can I help you?" asked the woman at the desk. | "I want a book about {topic}," {said} {N}.
"Where are the books about {topic}?" {N} asked.
{N} asked for a book about {topic}, and a friendly man showed {him} the way.
The book about {topic} was on the top shelf, and {N} could not reach it.
-?
{F} was looking for the same book. | "We can read it together," said {N}.
On a chair by the window sat {F} with a pile of books.
{N} {received} {his} first library card, and {he} was proud of it.
--
{N} opened the book and began to read. | It was the story of {hero}.
The book told the story of {hero}, and {N} forgot everything around {him}.
{N} read about {hero} and did not hear the bell.
{he} sat down on the floor and read the story of {hero}.
--
When the library closed, {N} took the book home.
That night, {he} dreamed of {hero}.
"A book is like a door," {said} {his} {P}.
{N} wanted to write a book about {hero} one day.

# painting
subject = the sea | a sunny garden | a black cat | an old castle | a flying horse | the mountains | a family of owls
accident = a glass of water fell on the paper | the cat walked over the paper | {his} sleeve touched the wet paint | a big drop of {color} paint fell on it
turned = a cloud | a bird | a flower | a strange fish | a balloon
--
{N} loved to paint, and {he} had a box of many colors.
{N} wanted to paint {subject}.
At school, there was a contest for the best painting.
"Today I will paint {subject}," said {N}.
--
{he} took a brush and began with {subject}.
{N} sat at the table and painted {subject} in {color} and white.
For two hours, {N} painted {subject}.
{N} worked carefully, and soon {subject} could be seen on the paper.
--
{suddenly} {accident}.
{then} {accident}. | "Oh no!" cried {N}.
But before {he} was finished, {accident}.
--
{N} was {sad}. | "My picture is ruined," {he} said.
{N} wanted to throw the picture away.
Tears ran down {his} face.
"Now I have to start again," {he} said to {himself}.
--
"Look," said {F}. "It looks like {turned}!" | So {N} finished the picture.
But {his} {P} said, "A mistake can become something new." | So {N} turned the spot into {turned}.
{then} {he} had an idea and turned the spot into {turned}.
{N} looked at the spot again. | With a few lines it became {turned}.
--
The picture was better than before, and {N} {received} first prize.
{N} {received} a prize for the painting.
{his} {P} hung the picture on the wall.
Everyone liked the new picture best of all.

# music lesson
instrument, sound = piano; like a broken door | violin; like an angry cat | guitar; like rain on a tin roof | flute; like a cold wind | drum; like thunder | trumpet; like an old elephant
song = a song about the moon | an old dance | a birthday song | a song about the sea
--
{N} wanted to learn to play the {instrument}.
{N} {received} an old {instrument} from {his} {P}.
When {N} heard the {instrument} at a concert, {he} wanted to play it too.
That day, {N} had {his} first music lesson. | {he} was learning the {instrument}.
--
But the first notes sounded {sound}.
At first it sounded {sound}, and the dog ran out of the room.
It was not easy. | It sounded {sound}.
"It sounds {sound}," laughed {F}.
--
{N} was {sad} and wanted to stop.
"I will never learn it," said {N}.
{N} did not touch the {instrument} for two days.
--
"Every day a little bit," {said} {his} {P}. "Then it will be easy."
But the teacher said, "Nobody can play well on the first day."
{his} {P} told {him} to practice a little every day.
{then} {he} tried again, slowly and carefully.
--
So {N} practiced every day after school.
{N} played in the morning, after lunch and before dinner.
Weeks passed, and {his} fingers became quick and strong.
{N} practiced {song} again and again.
--
{at_last} {N} played {song} for the whole family.
At the summer concert, {N} played {song}, and nobody moved.
One evening, {he} played {song}, and {his} {P} had tears in {phis} eyes.
--
"That was beautiful," said {F}.
Everyone clapped, and {N} bowed like a real artist.
{N} learned that practice is the key to everything.
{he} {received} a lot of applause and was {happy}.

# bicycle | weather=sunny
--
{N} had a new {color} bicycle, but {he} could not ride it.
{N} wanted to learn to ride a bicycle.
In the shed stood an old {color} bicycle, and {N} wanted to ride it.
{his} {P} gave {him} a {color} bicycle.
--
{his} {P} held the bicycle while {N} climbed on.
"Look straight ahead," {said} {his} {P}.
"Do not let/VB go!" cried {N}. | "I am right behind you," {said} {his} {P}.
They went to the park, where the road was flat.
--
{N} rode a few meters and fell into the grass.
The first time, {he} fell down and hurt {his} knee.
{N} fell once, twice, three times.
The bicycle went left and right, and then {N} landed in a bush.
--
{his} knee hurt, but {N} did not give up.
"Try again," {said} {F}. "I fell many times too."
{N} wiped away the tears and climbed on again.
"Does it hurt?" asked {his} {P}. | "Only a little," {said} {N}.
--
{suddenly} {N} was riding/VBG alone!
{at_last} {he} rode down the whole street without help.
{then} {his} {P} let/VBD go, and {N} rode on and on.
--
"I can do it!" {he} shouted.
{N} rode past the house of {F} and rang the bell.
The wind blew through {his} hair, and {N} {smiled}.
In the evening, {he} could ride around the whole park.

# new baby
baby, bname = brother; Danny/NNP | brother; Finn/NNP | sister; Poppy/NNP | sister; Jenny/NNP | sister; May/NNP | brother; Billy/NNP
toy = rattle | little blue elephant | soft blanket | wooden duck
--
{N} was waiting for something special. | {his} mother was going to have a baby.
The telephone rang early. | "You have a little {baby}!" said {his} grandmother.
{N} had wished for a {baby} for a long time.
That day, {his} parents came home with a new baby.
--
The baby was tiny and had a red face. | The name of the baby was {bname}.
It was a {baby}, and the name was {bname}.
"This is {bname}, your new {baby}," said {his} mother.
In {his} father's arms lay {his} new {baby} {bname}.
--
But {bname} cried all day and all night.
Everybody talked only about the baby, and {N} felt {sad}.
{N} wanted to play, but {bname} only slept and drank milk.
"When can {bname} play with me?" asked {N}. | "You have to wait a little," {said} {his} father.
--
One evening, {bname} would not stop crying. | {N} brought a {toy} and sang softly.
{then} {N} had an idea and gave {bname} a {toy}.
{N} found {his} old {toy} and put it next to the baby.
--
The baby stopped crying and smiled.
{bname} looked at {N} and laughed for the first time.
A tiny hand held {his} finger, and {N} could not move for joy.
--
"The baby loves you," {said} {his} mother.
From that day on, {N} was proud to have a {baby}.
"I will teach you everything," {N} whispered.
{N} {received} a photo of the two of them and put it on the wall.

# lost tooth
food = an apple | a carrot | a piece of bread | a nut
--
{N} had a loose tooth, and it moved back and forth.
One of {his} teeth was loose.
For a week, {N} had touched {his} loose tooth every hour.
--
"Does it hurt?" asked {F}. | "No, it only feels strange," {said} {N}.
{his} {P} wanted to pull it out, but {N} said no.
"When will it fall out?" {N} asked. | "Very soon," {said} {his} {P}.
--
{then} {he} bit into {food}, and the tooth was gone.
At lunch, {N} ate {food}. | {suddenly} the tooth was in {his} hand!
{N} was eating {food} when the tooth fell on the plate.
--
{N} ran to the mirror and looked at the hole.
"Look, I have a hole in my mouth!" {N} shouted.
{N} laughed, and everyone could see the hole in {his} smile.
--
That night, {he} put the tooth under {his} pillow.
Before {he} went to sleep, {N} put the tooth in a little box under {his} pillow.
--
In the morning, the tooth was gone, and there was a shiny coin.
The next morning, {N} found {count} coins under the pillow.
When {he} woke up, {he} had {received} a coin and a tiny letter.
When the sun came up, {N} looked under the pillow and found a silver coin.
"""
