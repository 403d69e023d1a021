"""Danish replies as citizens write them, with faults and greetings, by subject, focus area and vision."""

from typing import NamedTuple


class Reply(NamedTuple):
    """One citizen's words and where a secretary would put them."""

    text: str
    subject: str
    area: str
    vision: str | None


def _replies(subject: str, area: str, vision: str | None, text: str) -> list[Reply]:
    return [Reply(line.strip(), subject, area, vision) for line in text.strip().splitlines()]


REPLIES: list[Reply] = [
    *_replies(
        "cykelstier",
        "nature-green",
        "nature-green-2",
        """Vi mangler en cykelsti mellem Aars og Haubro, det er livsfarligt at cykle på landevejen om vinteren.
        Der bør laves flere cykelstier ud til landsbyerne, så man kan lade bilen stå.
        Cykelstien langs hovedvejen er fuld af huller. Kan I ikke få den lavet?
        Hej. Jeg cykler til arbejde hver dag fra Aalestrup og savner en ordentlig cykelsti. Mvh Karen
        Cykkelsti til Farsø tak! Bilerne kører alt for stærkt.
        Lav en sammenhængende plan for cykelstier, gerne med lys, så også de ældre tør cykle.
        En cykelsti fra Løgstør til Ranum vil give færre biler på vejen og være godt for turisterne.
        Det er umuligt at cykle sikkert mellem byerne, fordi der ingen cykelsti er.
        Tak for muligheden. Cykelstier, cykelstier og cykelstier. Det er det, vi mangler herude.
        Flere cykelstier og bedre belysning på dem, vi der også har, tak.""",
    ),
    *_replies(
        "busser",
        "nature-green",
        "nature-green-2",
        """Bussen fra Hvalpsund kører kun to gange om dagen, så jeg er nødt til at have to biler.
        Den kollektive trafik er elendig. Bussen passer ikke med toget i Skørping.
        Sæt flere busser ind om aftenen, så de unge kan komme hjem fra Aars.
        Vi vil have flexbus og samkørsel i de små landsbyer, hvor der ikke er nogen bus.
        Busserne er altid forsinkede, og køreplanen er umulig at forstå.
        Gratis bus til pensionister ville få flere til at lade bilen stå.
        Lav et stoppested ved sygehuset. De ældre kan ikke gå så langt fra bussen.
        Kollektiv trafik på landet er et problem, når man ikke har kørekort. Bussen holder fri i weekenden.""",
    ),
    *_replies(
        "vindmøller",
        "nature-green",
        "nature-green-1",
        """Nej tak til flere kæmpe vindmøller tæt på vores huse. Støjen og skyggerne er ikke til at holde ud.
        Vindmøller skal stå på havet og ikke i vores baghave.
        Jeg støtter vindmølleparken ved Nørager, vi skal have grøn energi et sted fra.
        Solceller på markerne ødelægger landskabet. Læg dem hellere på tagene af kommunens bygninger.
        Flere solceller og vindmøller, men giv naboerne en ordentlig erstatning.
        Den grønne omstilling må gerne gå hurtigere. Hvad med biogas og fjernvarme i landsbyerne?
        Kommunen bør lave en energipark, hvor vindmøller, solceller og biogas er samlet.
        Vindmølller giver støj, og huspriserne falder. Stop nu.
        Hvornår får vi fjernvarme i Gedsted? Vi vil gerne af med oliefyret.""",
    ),
    *_replies(
        "skoler",
        "children-youth",
        None,
        """Bevar de små skoler. Når skolen lukker, dør landsbyen.
        Der er alt for mange børn i klasserne, og lærerne løber stærkt.
        Skolen i Farsø trænger til nye toiletter og et bedre indeklima.
        Mere idræt og bevægelse i skolen, børnene sidder alt for meget stille.
        Giv eleverne en sund frokost i folkeskolen, og lad dem røre sig hver dag.
        Min søn går i 3. klasse og har ikke haft den samme lærer i to år.
        Folkeskolen mangler lærere, og de specialpædagogiske tilbud er sparet væk.
        Eleverne skal have mere tid sammen med lærerne og mindre skærm.
        Skolegården på Aars Skole er bare asfalt. Lav noget, børnene kan klatre i.""",
    ),
    *_replies(
        "børnehaver",
        "children-youth",
        "children-youth-1",
        """Der er for få pædagoger i børnehaven, de når ikke at trøste de små.
        Vores vuggestue har lange ventelister, og det er svært for småbørnsfamilier.
        Sæt tidligt ind over for børn, der har det svært. Normeringerne i børnehaverne er for dårlige.
        Flere pædagoger i vuggestuer og børnehaver, det betaler sig på lang sigt.
        Sundhedsplejersken skulle komme noget oftere hos nybagte forældre.
        Dagplejen er god, men børnehaven har brug for flere voksne.
        Et barn med autisme får alt for sent hjælp. Tidlig indsats er vigtig.""",
    ),
    *_replies(
        "ældre",
        "communities",
        "communities-2",
        """Plejehjemmet i Løgstør mangler personale, min mor venter alt for længe på hjælp.
        Vi vil gerne have et seniorbofællesskab i Aars, hvor vi kan blive gamle sammen.
        De ældre skal have bedre mad og mere tid med hjemmehjælperen.
        Byg flere plejeboliger og ældreboliger, vi bliver jo flere og flere ældre.
        Hjemmeplejen sender en ny hver gang. Det er utrygt for min far, som er dement.
        Et friplejehjem i Ranum kunne være en god ide.
        Ældreboligerne er for små, og plejecenteret ligger for langt væk fra byen.
        Vi ældre vil gerne bestemme selv, hvornår hjemmehjælpen kommer.""",
    ),
    *_replies(
        "foreninger",
        "communities",
        "communities-4",
        """Hallen er altid optaget. Foreningerne mangler træningstid om aftenen.
        De frivillige i idrætsforeningen bruger for meget tid på skemaer og ansøgninger.
        Støt foreningerne, de holder liv i landsbyen. Vores forsamlingshus trænger til nyt tag.
        Svømmehallen skal have længere åbningstider, og kulturhuset skal have flere koncerter.
        Giv et tilskud til de frivillige foreninger, så kontingentet kan holdes nede.
        Biblioteket er byens bedste mødested, bevar det endelig. Flere koncerter og foredrag, tak.
        Det er de samme frivillige, der trækker læsset i alle foreninger.
        Vi savner kultur i Farsø: teater, musik og en biograf.""",
    ),
    *_replies(
        "ensomhed",
        "communities",
        "communities-3",
        """Mange ældre sidder alene hele dagen. Ensomhed er et stort problem, som vi skal gøre noget ved.
        Lav besøgsvenner og fællesspisning, så ingen behøver være ensom.
        Min nabo ser aldrig nogen. Der burde være et mødested for ensomme.
        Unge kan også være ensomme. Jeg savner et sted at møde andre.""",
    ),
    *_replies(
        "erhverv",
        "growth",
        "growth-1",
        """Som virksomhed bliver man sendt rundt mellem fem kontorer. Giv os én indgang til kommunen.
        Sagsbehandlingstiden for byggetilladelser er alt for lang for erhvervslivet.
        Iværksættere skal have hjælp til at komme i gang. Erhvervskontoret skal være mere synligt.
        Butikkerne i midtbyen lukker en efter en. Gør noget for handelslivet.
        Kommunen burde købe ind hos de lokale virksomheder og håndværkere.""",
    ),
    *_replies(
        "grunde",
        "growth",
        "growth-2",
        """Der mangler byggegrunde i Aalestrup, så de unge familier flytter til Viborg.
        Udstyk nogle grunde med udsigt til fjorden, det vil trække tilflyttere til.
        Der er ingen lejeboliger at få i Løgstør. Byg nogle, der er til at betale.
        Lokalplanen er for stiv, man må ikke bygge noget som helst på sin grund.
        Lav attraktive erhvervsgrunde ved motorvejen.""",
    ),
    *_replies(
        "arbejdskraft",
        "growth",
        "growth-3",
        """Vi kan ikke finde faglærte medarbejdere til vores virksomhed. Der mangler arbejdskraft.
        Uddan flere sosu-assistenter lokalt, ellers er der ingen til at passe på os.
        Kommunen skal være en bedre arbejdsplads, så sygeplejerskerne bliver.""",
    ),
    *_replies(
        "uddannelse",
        "children-youth",
        "children-youth-4",
        """De unge flytter, fordi der ikke er uddannelser nok her i kommunen.
        Få en afdeling af en erhvervsuddannelse til Aars, så de unge kan blive boende.
        Unge uden job eller uddannelse skal have en mentor.
        Studieboliger og et godt studiemiljø ville holde på de unge.""",
    ),
]
DANISH = [reply.text for reply in REPLIES]
