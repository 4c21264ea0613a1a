"""Forms by which Spanish would address the reader as usted, vos or vosotros; we say tú."""

from __future__ import annotations

import re

from tests.words.text import plain

# Commands to usted of the verbs that forms and errors use; some may carry a pronoun (escríbalo, ingréselas).
_COMMANDS = """
    abra acceda acepte active actualice adjunte agregue anote apague apriete averigue baje borre busque
    calcule cambie cargue cierre coloque compare complete compruebe comuniquese confirme conozca consulte
    continue copie corrija cree cuente descargue deje diga digite elija elimine envie espere escriba evite
    exporte fijese guarde haga indique ingrese inicie inserte instale intente introduzca lea llame llene
    marque mire modifique muestre necesite olvide oprima permita pida ponga presione pregunte procure
    proporcione pruebe pulse realice recargue recuerde reduzca registre registrese regrese reintente repita
    responda revise salga seleccione siga solicite suba sugiera tenga tome toque use utilice vaya vea
    verifique visite visualice vuelva
"""
# These words are also something else in a good sentence; they are told apart by what stands beside them.
_NOUNS_TOO = {"cierre": r"(?<!el )(?<!al )(?<!de )", "tome": "", "cree": r"(?<!se )", "siga": "", "deje": ""}
_AFTER_QUE = r"(?<!que )(?<!donde )(?<!cuando )(?<!quien )(?<!lo )(?<!la )(?<!se )(?<!te )(?<!nos )"
_PRONOUN = r"(?:me|te|se|lo|la|los|las|le|les|nos|selo|sela|melo)?"
_USTED = re.compile(
    r"\b(?:" + "|".join(_NOUNS_TOO.get(verb, "") + _AFTER_QUE + verb for verb in _COMMANDS.split()) + rf"){_PRONOUN}\b"
)
_POLITE = re.compile(
    r"^estimad[oa]s? \w+[,:]|\b(?:usted|ustedes|uds?|señor|señora)\b|\b(?:si|cuando) (?:desea|quiere|prefiere|olvido)\b"
    r"|\b(?:ha|haya|podra|debera|debe) (?:ingresado|ingresar|olvidado|escrito|elegir|seleccionar|revisar|escribir)\b"
    r"|\bpor favor\b|\bsirvase\b|\bgracias por su\b|\bse le\b"
    r"|\ble (?:enviamos|enviaremos|mostramos|pedimos|recomendamos)\b"
)
_THEIRS = """
    recibos? casas? hogar(?:es)? cuentas? contraseñas? claves? consumos? medidor(?:es)? correos? empresa suministros?
    archivos? resultados? datos artefactos? pronosticos? tarifas? telefonos? familia direccion sesion(?:es)? respuestas?
    consejos? ahorros? bolsillo navegador celular refrigeradora terma ducha focos? lectura luz
"""
_POSSESSIVE = re.compile(r"\bsus? (?:propi[oa]s? |ultim[oa]s? |proxim[oa]s? )?(?:" + "|".join(_THEIRS.split()) + r")\b")
_VOS = re.compile(
    r"\bvos\b|\b(?:ten|pod|quer|sab|deb|hac|pon|viv|eleg|escrib|sub|le|ve|pag|us|gast)[éí]s\b|"
    r"\b(?:ingresá|revisá|mirá|probá|guardá|cambiá|agregá|esperá|hacé|poné|fijate|"
    r"usá|bajá|apagá|prendé|leé|tocá|marcá)(?:lo|la|los|las)?\b"
)
_VOSOTROS = re.compile(
    r"\bvosotr[oa]s\b|\bvuestr[oa]s?\b|\b\w+(?:áis|éis)\b|\b(?:haced|poned|tened|mirad|escribid|elegid)\b"
)


def found(text: str) -> list[str]:
    """Return every form in a text that is not tú."""
    bare = plain(text)
    hits = [match.group(0) for pattern in (_USTED, _POLITE, _POSSESSIVE) for match in pattern.finditer(bare)]
    lower = text.lower()
    return hits + [match.group(0) for pattern in (_VOS, _VOSOTROS) for match in pattern.finditer(lower)]
