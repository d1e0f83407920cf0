"""Names of places that a name without a role may be: countries, capitals and other large cities, continents, and the
seats that stand for governments."""

_PLACES = """
afghanistan kabul albania tirana algeria algiers andorra angola luanda argentina armenia yerevan australia canberra
sydney melbourne austria vienna azerbaijan baku bahamas bahrain bangladesh dhaka barbados belarus minsk brest belgium
brussels belize benin bhutan bolivia bosnia sarajevo botswana brazil brasilia brunei bulgaria sofia burundi cambodia
cameroon canada ottawa toronto chad chile santiago china beijing shanghai taiwan taipei colombia bogota congo kinshasa
croatia zagreb cuba havana cyprus nicosia czechia prague denmark copenhagen djibouti dominica ecuador quito egypt cairo
eritrea estonia tallinn eswatini ethiopia fiji finland helsinki france paris gabon gambia georgia tbilisi germany
berlin munich frankfurt ghana accra greece athens grenada guatemala guinea guyana haiti honduras hungary budapest
iceland reykjavik india delhi mumbai indonesia jakarta iran tehran iraq baghdad ireland dublin israel jerusalem italy
rome milan jamaica japan tokyo jordan amman kazakhstan astana kenya nairobi kiribati korea seoul pyongyang kosovo
pristina kuwait kyrgyzstan bishkek laos latvia riga lebanon beirut lesotho liberia libya tripoli liechtenstein
lithuania vilnius luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova
chisinau monaco mongolia montenegro morocco rabat mozambique myanmar namibia nauru nepal kathmandu netherlands hague
amsterdam nicaragua niger nigeria abuja lagos macedonia skopje norway oslo oman pakistan islamabad karachi palau
palestine gaza panama paraguay peru lima philippines manila poland warsaw portugal lisbon qatar doha romania bucharest
russia moscow petersburg rwanda samoa senegal dakar serbia belgrade seychelles singapore slovakia bratislava slovenia
ljubljana somalia mogadishu spain madrid barcelona sudan khartoum suriname sweden stockholm switzerland geneva bern
zurich syria damascus aleppo tajikistan tanzania thailand bangkok togo tonga tunisia tunis turkey ankara istanbul
turkmenistan tuvalu uganda kampala ukraine kyiv kiev kharkiv odesa lviv crimea donbas soledar bakhmut kherson mariupol
emirates dubai britain england scotland wales london uruguay uzbekistan tashkent vanuatu vatican venezuela caracas
vietnam hanoi yemen sanaa zambia zimbabwe harare america usa uk u.s. u.k. washington york california texas florida
chicago boston hawaii alaska virginia ohio michigan europe asia africa oceania antarctica balkans caucasus siberia
kremlin pentagon nato eu un
"""
_KNOWN = frozenset(_PLACES.split())


def is_place(name: str) -> bool:
    """Whether a name is, or ends in, a place that we know: "Belarus", "New York", "western Ukraine’s"."""
    last = name.rsplit(maxsplit=1)[-1].lower().replace("’", "'").removesuffix("'s") if name.split() else ""
    return last in _KNOWN or last.removesuffix(".") in _KNOWN
