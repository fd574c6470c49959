"""The word lists that the sentence reader decides by: abbreviations, words that begin sentences, offices."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Stand before a name and never end a sentence.
TITLES = _words(
    """
    Dr Drs Mr Mrs Ms Mx Messrs Prof Profs Rev Revd Hon Rt Cllr Lt Col Gen Capt Adm Sgt Maj Cdr Cmdr
    Cpl Insp Supt Gov Sen Rep Asst Mgr Mme Mlle Sr Fr Ven Amb Pres Dep
    """
)
# End no sentence, whatever follows.
NEVER_LAST = TITLES | _words(
    """
    vs v eg ie e.g i.e viz cf approx ca Mt Ft Lib
    """
)
# End no sentence when a number follows ("No. 10", "3 Nov. 2026").
BEFORE_NUMBER = _words(
    """
    No Nos Fig Figs fig figs p pp P para paras Para Paras vol Vol vols ch Ch sec Sec sect art
    Art cl Cl Cm Cmd col cols Col Sch ref Ref tel Tel ext Ext c est Est pt Pt reg regs Reg Regs s ss Jan Feb Mar Apr
    Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    """
)
# End a sentence only when a word follows that begins one.
SOMETIMES_LAST = _words(
    """
    Ltd Inc Co Corp Bros plc PLC Plc Jr Jnr Snr Ave Rd St Sq Dept Govt dept govt Univ Assn Esq
    Cantab Oxon Hosp
    """
)
# "Plan B. The …": a letter after these is a name, not an initial.
LABELLED = _words(
    """
    plan vitamin hepatitis group type class part category option appendix section schedule grade
    strep influenza flu block ward unit gate exhibit figure table step phase tier band
    streptococcus
    """
)
# Go on a sentence after "a.m." and "p.m.".
TIMES = _words(
    """
    GMT BST UTC CET EST EDT ET PT Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
    """
)
# Begin sentences and are no part of names.
STARTERS = _words(
    """
    The A An He She It They We You I This That These Those There Here His Her Its Their Our My
    Your But And Or So Yet Nor However Meanwhile Also Then Now Today Yesterday Tomorrow If When
    While As After Before Since Until Although Though Because Once In On At By For From With
    Without Under Over During Between Despite According Asked Last Next Earlier Later Some Many
    Most Several Such Each Every Both All Any No None Not What Why How Who Where Which Whether
    Other Others Another One Two Three Four Five Ten More Less Few Fewer About Around Nearly
    Almost Only Even Just Still Perhaps Ministers Doctors Nurses Patients Officials Staff
    Hospitals People Critics Campaigners Experts Unions Consultants Police Researchers Figures
    Waiting To Of Speaking Responding Writing
    """
)
# Stand behind "U.K." as part of a name.
INSTITUTIONS = _words(
    """
    Government Parliament Treasury President Ambassador Embassy Senate Congress Army Navy Supreme
    Court House Secretary Department State Health Council
    """
)
# Capitalised in offices, places and dates: two words with one of these name no person.
IN_OFFICE = _words(
    """
    health secretary government minister ministers royal college nursing council committee
    department association foundation trust hospital hospitals board service services social
    care national prime chief executive england wales scotland ireland northern welsh scottish
    english labour conservative conservatives liberal democrats democrat party plan society
    university medical british office general street house commons lords parliament senedd
    waiting winter north south east west london downing treasury budget january february march
    april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday
    """
)
