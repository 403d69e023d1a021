"""Words that carry no subject: function words, and the generic words of letters to a municipality."""

DANISH = frozenset(
    """ad af al alle alligevel allerede alt altid altså anden andet andre andres at bare begge blev blevet blive bliver
    bort både da dag de dem den denne dens der derefter deres derfor derfra derinde derved desuden det dets dette dig
    din dine disse dit du efter egen egentlig eget egne eller ellers en end endda endelig endnu ene eneste engang enhver
    ens enten er et ethvert faktisk far flere flest fleste for fordi foran forbi forrige fra før først første få får
    fået fik gennem gerne gid gjorde gjort gør gøre gørende ham han hans har havde have hej hel hele heller helst helt
    hen hende hendes henover her herefter heri hermed hos hun hvad hvem hver hverken hvert hvilke hvilken hvilkes hvilket
    hvis hvor hvordan hvorefter hvorfor hvorfra hvorimod hvornår hvorved i idet ifølge igen igennem ikke imellem imens
    imod ind inde inden indenfor indtil ingen intet ja jeg jer jeres jo kan kom komme kommer kommet kun kunne lad lade lav
    lave lavet lidt lige ligesom lille måske man mange med meget mellem men mens mere mest mig min mindre mindst mine mit
    mod må måtte naturligvis ned nej nemlig netop nogen nogensinde noget nogle nok nu ny nye nær nærmest næste næsten når
    og også om omkring op os over overalt på ret samme sammen samt se selv selvom selvfølgelig senere sidste sig sige siger
    simpelthen sin sine sit skal skulle små snart som stadig stor store stort synes så sådan således ta tag tage tager taget
    tak thi tidligere til tilbage tit to tre tænker uden udover under undtagen var ved vi via vil ville vor vore vores være
    været ved vel virkelig ær ud ude udenfor kunnet villet skullet vist derimod hvorvidt ift iøvrigt øvrigt osv mm mv fx ca
    bl jf pga ift kr eksempel måde nogenlunde gang gange hinanden især særligt særlig bør burde dvs nåh jer""".split()
)
ENGLISH = frozenset(
    """a about above across after again against all almost already also although always am among an and another any anyone
    anything are aren't around as at away back be because been before being below between both but by came can can't cannot
    come comes could couldn't did didn't do does doesn't doing don't done down during each either else enough etc even ever
    every everyone everything few first for from further get gets getting give given go goes going gone got had hadn't has
    hasn't have haven't having he her here hers herself him himself his how however i i'd i'll i'm i've if in instead into
    is isn't it it's its itself just keep last least less let let's like lot lots made make makes making many may maybe me
    might more most much must my myself near never next no nobody nor not nothing now of off often on once one ones only
    onto or other others our ours out over own per perhaps please put quite rather really s said same say see seem seems
    several shall she should shouldn't since so some someone something such sure t take than that that's the their theirs
    them themselves then there there's these they they're thing things this those though through thus to together too
    toward towards two under until up upon us use very via want wants was wasn't way we we'd we'll we're we've well went
    were weren't what when where whether which while who whole whom whose why will with within without won't would
    wouldn't yes yet you you're your yours yourself thanks thank hi hello dear""".split()
)
# Left out of themes and labels only: everybody writes them, whatever the subject is.
GENERIC_DANISH = frozenset(
    """aldrig alene allerbedst arbejde arbejder bedre bedst bedste behov behøver betyde betyder betydning bidrage blot bo
    bor borger borgere borgerne borgernes brug bruge bruger brugt burde byråd byrådet del dejlig dejligt derude dog dårlig
    dårlige dårligt eksisterende enig ens evt fast finde findes finder fint flot folk forbedre forbedring forhold forskellige
    forslag fortsat fremme fungere fungerer føler generelt give giver givet glad glade god gode godt gå går gældende hente
    helhed hjælp hjælpe hjælper holde holder håbe håber hørt idé ide ideen ideer idéer input klar klart kommune kommunen
    kommunens kommuner kort kigge lang lange langt ligge ligger lys lyst lyt lytte læg lægge løse løsning løsninger
    mangle mangler mangel manglende masse mener mening menneske mennesker mulig mulige mulighed muligheden muligheder muligt
    måde måder nem nemmere nemt nødvendig nødvendigt nye nyt nemlig område områder områderne område opfordre opleve
    oplever ordentlig ordentlige ordentligt ordning passe passer plan planer prioritere prioriteres prioritering problem
    problemer problemet sag sagen satse sat sende sikre sikrer ske sker sket skabe skaber slet snak stadigvæk starte steder
    sted stedet større største støtte støtter sæt sætte sætter tid tiden tider ting tingene tilbud tilbyde tilgængelig tænke
    vesthimmerland vesthimmerlands vest himmerland ved vent vente vigtig vigtigste vigtigt vide virke virker vise ønske ønsker
    ønskes øge år året årene årevis åben åbne åbent altid vigtige gammel gamle gammelt ekstra svært svær svære nemme hurtig
    hurtigt hurtigere mindst højere lavere høj høje lav lave hverdag ugen uge dagen dage dagene aften morgen sommer vinter
    meter km kilometer minutter time timer procent kroner millioner par hundrede tusind fire fem seks syv otte ni ti
    overveje overvejer foreslå foreslår anbefale håbet håb tror tro ved kender kende sidder sidde stå står køb købe betale
    betaler penge rigtig rigtige rigtigt vigtigere ellers tilstrækkelig fremtid fremtiden fremtidens spørgsmål svar høringssvar
    bemærkning bemærkninger kommentar kommentarer udvikle udvikling virkeligt fantastisk super pæn pæne pænt smuk smukke
    smukt ond træls trælst ærgerlig ærgerligt skønt skøn lykkes forventer forvente ser set sørge sørg sørger følge følger
    heldigvis desværre simpel enkelt enkle bestemt fuld fuldt fulde hver eneste sidst først senest tidlig tidligt sen sent
    fylde fylder tage kræver kræve mærke mærker vælge vælger valgt begynde begynder hjem bruges laves gøres tages sættes
    brugbar brugbart dejlige rart rar flot flotte trygt tryg trygge samlet samle lukke lukker lukkes lukket fjerne fjernes
    etableres etablere etablering bevare bevares støttes oprette oprettes anlægge anlægges udvide udvides renovere renoveres
    langs bag blandt omkring rundt mod mellem hele haster færdes bede bedt ønskede kæmpe giv byg bygge bygger byggede uddan sender sendes flytter
    flytte kører køre køres bevar bevares lav støt stop sæt sørg hold lyt husk prøv brug gør lad få skab styrk styrke styrker
    fjern drop luk åbn bed hjælp find tænk husk elsker elske hader hade ramme rammer trænger trænge bliver boende løber løbe
    dør dø falder falde stiger stige vokser vokse ligger hænger koster koste tør turde sidde hedder fortjener fortjene
    udsigt mindes aner orker frygter nyder nyde ødelægger ødelægge trækker trække holdt tjener passet samarbejde sammenhæng
    ærgrer savner savne undvære afgørende væk farligt farlig farlige tættere tæt""".split()
)
GENERIC_ENGLISH = frozenset(
    """able actually add additional allow allowed area areas available bad become believe best better big bigger bowling
    bring care cause change cities city citizens close community comments continue cost could county create current
    currently day days easier easily ensure especially every feel find fix focus general good great green happen help high
    higher hold important improve improved improvement increase increased issue issues kentucky know ky large less level
    live lives living local long look lower main major matter mean member money move need needed needs new nice number offer
    old open opportunities opportunity option options part past pay people person place places plan point possible priority
    problem problems provide provided providing public quality raise real reason resident residents right serious shows
    side simply small soon spend start stay stop support talk tell think time times town town's try trying type used using
    warren whatever work working works worse year years consider considered encourage number lack allowing seen takes
    based far end bg wku everybody anybody instead rid set sit stand kind low needing keeping life often full along around build built pick cut down against
    instead run running rather anymore""".split()
)

FUNCTION_WORDS = {"da": DANISH, "en": ENGLISH}
GENERIC_WORDS = {"da": GENERIC_DANISH, "en": GENERIC_ENGLISH}
