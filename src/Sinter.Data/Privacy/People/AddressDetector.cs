namespace Sinter.Data.Privacy.People;

/// <summary>
/// Finds postal addresses, from the number of the house or the box: the number before the street (<c>12 Baker Street</c>, <c>12, rue de la Paix</c>) or behind it
/// (<c>Hauptstraße 12</c>, <c>calle Mayor, 5</c>, <c>ul. Długa 5/7</c>), with what follows up to postcode and city.
/// </summary>
internal sealed class AddressDetector : IPersonalDetector
{
    private const int MostStreetWords = 6;

    private static readonly NearbyWords Addresses = new(
        "address|lives at|live at|living at|resides|residing|ship to|deliver to|send to|moved to|located at|mail to|home:|adresse|anschrift|wohnhaft|wohnt|domicile|domicilié|habite|demeurant|dirección|domicilio|vive en|indirizzo|residente|abita|" +
        "residenza|adres|woont|wonende|zamieszkał|mieszka|adress|bor på|boende|endereço|morada|mora na|reside|bosatt");

    private static readonly NearbyWords Boxes = new("P.O. Box|PO Box|P O Box|POB|Post Office Box|Postfach|Boîte postale|Apartado de Correos|Apartado|Apdo.|Casella postale|Postbus|skrytka pocztowa|skr. poczt.|Caixa Postal|Postboks|Postlåda|GPO Box");
    private static readonly NearbyWords WeakBoxes = new("BP|B.P.|C.P.|Box");

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Address];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.Number;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > 6 || start == 0 || !IsHouseNumber(text, start, end, out var numberEnd))
        {
            // A text may begin with the number of a house.
            if (start == 0 && end - start <= 6 && IsHouseNumber(text, start, end, out numberEnd))
            {
                FindStreetBehind(text, start, numberEnd, found);
            }

            return;
        }

        if (end - start <= 5 && FindStreetBehind(text, start, numberEnd, found))
        {
            return;
        }

        if (text[start - 1] is ' ' or '\u00A0' or ':' && !(end - start <= 4 && FindStreetBefore(text, start, numberEnd, found)) && !FindBox(text, start, end, found) && end - start <= 4)
        {
            FindStreetOfTown(text, start, numberEnd, found);
        }
    }

    // 12, 12b, 12 bis, 12-14, 5/7.
    private static bool IsHouseNumber(ReadOnlySpan<char> text, int start, int end, out int numberEnd)
    {
        numberEnd = end;
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '/' or '-' or '$' or '€' or '£' or '_' or '+'))
        {
            return false;
        }

        if (end < text.Length && text[end] is '-' or '/' or '–' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))
        {
            numberEnd = end + 1;
            while (numberEnd < text.Length && numberEnd - end <= 5 && char.IsAsciiDigit(text[numberEnd]))
            {
                numberEnd++;
            }
        }

        if (numberEnd < text.Length && char.IsAsciiLetter(text[numberEnd]))
        {
            numberEnd++;
        }
        else if (text[numberEnd..].StartsWith(" bis", StringComparison.Ordinal) || text[numberEnd..].StartsWith(" ter", StringComparison.Ordinal))
        {
            numberEnd += 4;
        }

        return numberEnd == text.Length || !char.IsLetterOrDigit(text[numberEnd]);
    }

    private static bool FindStreetBehind(ReadOnlySpan<char> text, int start, int numberEnd, List<PersonalSpan> found)
    {
        var place = numberEnd < text.Length && text[numberEnd] == ',' ? numberEnd + 1 : numberEnd;
        if (place >= text.Length || text[place] is not (' ' or '\u00A0') || !TryWord(text, place + 1, out var end) || !char.IsLetter(text[place + 1]))
        {
            return false;
        }

        var street = -1;
        var romance = StreetWords.BeginsAfterNumber(text[(place + 1)..end]);
        if (romance && TryNameAfter(text, end, out var nameEnd))
        {
            street = nameEnd;
        }
        else if (char.IsUpper(text[place + 1]))
        {
            street = EnglishStreet(text, place + 1);
        }

        if (street < 0)
        {
            return false;
        }

        // A year before a street is no number of a house.
        var year = numberEnd - start == 4 && text[start] is '1' or '2' && text[start + 1] is '8' or '9' or '0';
        Add(text, start, street, year || IsHeading(text, start) ? 0.4f : 0.62f, found);
        return true;
    }

    // Chapter 12 The Long Road.
    private static bool IsHeading(ReadOnlySpan<char> text, int start)
    {
        if (start < 5 || text[start - 1] != ' ')
        {
            return false;
        }

        var word = WordStart(text, start - 1);
        return start - word > 4 && char.IsUpper(text[word]) && CommonWords.Contains(text[word..(start - 1)]);
    }

    // Up to four capital words, ordinals or directions, and a word for a street.
    private static int EnglishStreet(ReadOnlySpan<char> text, int place)
    {
        for (var words = 0; words < MostStreetWords - 1; words++)
        {
            if (!TryWord(text, place, out var end) || !(char.IsUpper(text[place]) || char.IsAsciiDigit(text[place])))
            {
                return -1;
            }

            if (words > 0 && StreetWords.EndsStreet(text[place..end].TrimEnd('.')))
            {
                // St. James Street: a later word may end it too.
                var next = end + 1;
                return end < text.Length && text[end] == ' ' && TryWord(text, next, out var nextEnd) && StreetWords.EndsStreet(text[next..nextEnd].TrimEnd('.')) ? nextEnd
                    : text[end - 1] == '.' && (end == text.Length || text[end] != ' ' || !(end + 1 < text.Length && char.IsLower(text[end + 1]))) && !text[place..end].Contains("St.", StringComparison.Ordinal) ? end - 1 : end;
            }

            if (end >= text.Length || text[end] != ' ')
            {
                return -1;
            }

            place = end + 1;
        }

        return -1;
    }

    // de la Paix, du Général de Gaulle: small words, then capital ones.
    private static bool TryNameAfter(ReadOnlySpan<char> text, int end, out int nameEnd)
    {
        nameEnd = -1;
        var place = end;
        if (place < text.Length && text[place] == '.')
        {
            place++;
        }

        for (var words = 0; words < MostStreetWords && place < text.Length && text[place] is ' ' or '\u00A0'; words++)
        {
            if (!TryWord(text, place + 1, out var wordEnd) || !char.IsLetterOrDigit(text[place + 1]))
            {
                break;
            }

            if (char.IsUpper(text[place + 1]) || text[(place + 1)..wordEnd].IndexOfAny('\'', '’') > 0)
            {
                nameEnd = text[wordEnd - 1] == '.' ? wordEnd - 1 : wordEnd;
            }
            else if (!StreetWords.IsLink(text[(place + 1)..wordEnd]))
            {
                break;
            }

            place = wordEnd;
        }

        return nameEnd > 0;
    }

    private static bool FindStreetBefore(ReadOnlySpan<char> text, int start, int numberEnd, List<PersonalSpan> found)
    {
        var end = EndOfStreet(text, start);
        if (end < 3 || !(char.IsLetter(text[end - 1]) || text[end - 1] == '.'))
        {
            return false;
        }

        var wordStart = WordStart(text, end);
        if (StreetWords.HasStreetEnding(text[wordStart..end], out var weak))
        {
            // Berliner Str. 5, Kleine Gasse 3: the word before belongs to the name.
            var whole = char.IsUpper(text[wordStart]) && !IsBareType(text[wordStart..end]);
            var streetStart = whole ? wordStart : wordStart > 1 && text[wordStart - 1] is ' ' or '-' ? WordStart(text, wordStart - 1) : wordStart;
            if (char.IsUpper(text[streetStart]) && (whole || streetStart < wordStart))
            {
                Add(text, streetStart, numberEnd, weak && whole ? 0.3f : 0.62f, found);
                return true;
            }
        }

        // Calle de la Cruz 5: the word for a street is some words before, with capital and small words between.
        var place = wordStart;
        for (var words = 1; words < MostStreetWords && IsStreetWord(text, place, words) && place > 1 && text[place - 1] == ' '; words++)
        {
            var typeStart = WordStart(text, place - 1);
            if (StreetWords.BeginsBeforeNumber(text[typeStart..(place - 1)]))
            {
                // English goes via places.
                Add(text, typeStart, numberEnd, text[typeStart..(place - 1)] is "via" ? 0.4f : 0.62f, found);
                return true;
            }

            place = typeStart;
        }

        return false;
    }

    // Unter den Linden 77, 10117 Berlin: no word tells of a street, but a town follows.
    private static void FindStreetOfTown(ReadOnlySpan<char> text, int start, int numberEnd, List<PersonalSpan> found)
    {
        var end = EndOfStreet(text, start);
        if (end < 3 || !char.IsLetter(text[end - 1]))
        {
            return;
        }

        var place = WordStart(text, end);
        if (!char.IsUpper(text[place]) || CommonWords.Contains(text[place..end]) || AddressTail.End(text, numberEnd) == numberEnd)
        {
            return;
        }

        var named = place;
        for (var words = 1; words < MostStreetWords - 1 && place > 1 && text[place - 1] == ' '; words++)
        {
            place = WordStart(text, place - 1);
            if (!IsStreetWord(text, place, words + 1))
            {
                break;
            }

            named = char.IsUpper(text[place]) ? place : named;
        }

        Add(text, named, numberEnd, 0.62f, found);
    }

    // The word next to the number begins with a capital letter; those before it may be small ones that link.
    private static bool IsStreetWord(ReadOnlySpan<char> text, int place, int words) => char.IsUpper(text[place]) || (words > 1 && StreetWords.IsLink(text[place..WordEnd(text, place)]));

    // Where the name of a street ends that stands before a number: a comma or a word for number may be between.
    private static int EndOfStreet(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end > 0 && start - end < 2 && text[end - 1] is ' ' or '\u00A0')
        {
            end--;
        }

        // Most words before numbers end otherwise.
        if (end == 0 || text[end - 1] is not (':' or '.' or 'r' or 'o' or 'º' or '°' or ','))
        {
            return end;
        }

        foreach (var sign in (ReadOnlySpan<string>)["No:", "No.", "Nr.", "nr.", "nr", "n.", "nº", "n°", "Nº", "numero", "número"])
        {
            if (text[..end].EndsWith(sign, StringComparison.Ordinal) && end > sign.Length && text[end - sign.Length - 1] is ' ' or ',')
            {
                end -= sign.Length;
                while (end > 0 && text[end - 1] == ' ')
                {
                    end--;
                }

                break;
            }
        }

        return end > 0 && text[end - 1] == ',' ? end - 1 : end;
    }

    private static bool IsBareType(ReadOnlySpan<char> word) => word is "Straße" or "Strasse" or "Str." or "Str" or "Weg" or "Platz" or "Allee" or "Gasse" or "Damm" or "Ring" or "Ufer" or "Chaussee" or "Straat" or "Laan" or "Plein" or "Markt" or "Hof" or "Berg" or "Promenade";

    private static bool FindBox(ReadOnlySpan<char> text, int start, int end, List<PersonalSpan> found)
    {
        // Words for a box end with one of these, most other words do not.
        if (start < 3 || text[start - 2] is not ('x' or 'X' or 'b' or 'B' or 'h' or 'H' or 'e' or 'E' or 's' or 'S' or 'o' or 'O' or 'a' or 'A' or 'l' or 'L' or 'p' or 'P' or '.' or ':' or ','))
        {
            return false;
        }

        var strong = Boxes.LastBefore(text, start, 24);
        var label = Math.Max(strong, WeakBoxes.LastBefore(text, start, 8));
        if (label < 0 || start - label > 2)
        {
            return false;
        }

        // 12 34 56 is one number.
        while (end + 2 < text.Length && text[end] == ' ' && char.IsAsciiDigit(text[end + 1]) && char.IsAsciiDigit(text[end + 2]) && end - start < 8 && (end + 3 == text.Length || !char.IsAsciiDigit(text[end + 3])))
        {
            end += 3;
        }

        var first = label;
        while (first > 0 && label - first < 20 && text[first - 1] is not ('\n' or ',' or ':' or ';' or '(') && !(Boxes.At(text, first, out var at) && at == label) && !(WeakBoxes.At(text, first, out at) && at == label && strong != label))
        {
            first--;
        }

        Add(text, first, end, strong == label ? 0.8f : 0.3f, found);
        return true;
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, float score, List<PersonalSpan> found)
    {
        var whole = AddressTail.End(text, end);
        if (whole > end)
        {
            score = 0.93f;
        }
        else if (Addresses.Before(text, start, 40))
        {
            score = 1 - ((1 - score) * 0.4f);
        }

        found.Add(new(start, whole - start, PersonalKinds.Address, score));
    }

    // A word with the signs that words of streets have in them.
    private static bool TryWord(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        while (end < text.Length && end - start < 30 && (char.IsLetterOrDigit(text[end]) || text[end] is '\'' or '’' or '-' || (text[end] == '.' && end > start)))
        {
            end++;
        }

        return end > start && end - start < 30;
    }

    private static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        TryWord(text, start, out var end);
        return end;
    }

    private static int WordStart(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < 40 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '\'' or '’' or '-' || (text[start - 1] is '.' or '/' && start == end)))
        {
            start--;
        }

        return start;
    }
}
