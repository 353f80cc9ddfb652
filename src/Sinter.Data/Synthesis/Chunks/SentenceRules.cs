using System.Buffers;

namespace Sinter.Data.Synthesis;

/// <summary>Which pieces of text are sentences that a question can be made of.</summary>
internal static class SentenceRules
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("{}|<>\t\\*_~=");

    private const int ShortestSentence = 25;
    private const int LongestSentence = 320;
    private const int FewestWords = 4;
    private const int MostWords = 50;

    private static readonly string[] Noise = ["<unk>", " @-@ ", " @,@ ", " @.@ ", "http:", "https:", "www.", "&nbsp", "…", "..", " ,", " .", " ;", "( ", " )", "()", "(;", "[]", "\uFFFD"];

    /// <summary>Such as refer to what was said before, or to what is not in the sentence.</summary>
    private static readonly HashSet<string> Referring = new(
        ["he", "she", "it", "they", "we", "i", "you", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "here", "there", "such", "however", "therefore", "thus", "then", "but", "and",
            "or", "so", "also", "instead", "similarly", "moreover", "furthermore", "additionally", "meanwhile", "nevertheless", "nonetheless", "consequently", "hence", "finally", "another", "others", "both", "neither",
            "either", "each", "some", "many", "most", "several", "one", "all", "few", "which", "who", "what", "where", "when", "how", "why", "yet", "likewise", "conversely", "subsequently", "afterwards", "later", "see", "note",
            "later", "today", "now", "currently", "first", "second", "third", "next", "other", "none", "nothing", "something", "everything", "everyone", "someone", "nobody", "anyone", "well", "more", "less", "rather", "only", "equivalent", "if", "when"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Verbs that begin what is documented of a member, a sentence without its subject: Gets the name.</summary>
    public const string MemberVerbs =
        "Gets|Sets|Returns|Initializes|Creates|Determines|Converts|Removes|Adds|Writes|Reads|Computes|Performs|Attempts|Checks|Calculates|Raises|Releases|Searches|Copies|Compares|Provides|Represents|Specifies|Defines|Indicates|Contains|"
        + "Enables|Encapsulates|Occurs|Retrieves|Inserts|Parses|Tries|Applies|Registers|Configures|Executes|Invokes|Loads|Opens|Closes|Starts|Stops|Builds|Decodes|Encodes|Formats|Describes|Supports|Allows|Handles|Generates|Finds|Throws|"
        + "Validates|Rewrites|Ignores|Implements|Asynchronously|Begins|Ends|Disables|Marks|Moves|Maps|Sends|Receives|Serializes|Deserializes|Updates|Verifies|Waits|Increments|Decrements|Multiplies|Divides|Subtracts|Negates|Rounds|Tests|Translates|Transforms|"
        + "Write|Read|Get|Set|Use|Add|Returned|Invoked|Called|Used|Specify|Identifies|Signals|Notifies|Resets|Clears|Concatenates|Replaces|Splits|Sorts|Produces|Projects|Filters|Appends|Processes|Serves|Controls|Holds|Acts|Declares|Extends|Exposes|Emits|Evaluates";

    private static readonly HashSet<string> WithoutSubject = new(MemberVerbs.Split('|'), StringComparer.Ordinal);

    /// <summary>Abbreviations that the counter of sentences takes for ends.</summary>
    private static readonly string[] OpenEnds = [" Bros.", " No.", " Vol.", " Mt.", " Ft.", " vol.", " no.", " op.", " Op.", " pp.", " ed.", " Lt.", " Sr.", " c."];

    /// <summary>Words that show, within a subject, that the subject was not read right.</summary>
    private static readonly HashSet<string> Verbs = new(
        ["that", "which", "who", "whom", "whose", "when", "where", "because", "is", "are", "was", "were", "be", "been", "has", "had", "have", "but", "said", "says", "did", "does", "do", "can", "could", "would", "will", "should",
            "may", "might", "must", "while", "although", "if", "it", "he", "she", "they", "there", "this", "these", "those", "their", "his", "her", "its", "than", "as", "so", "or", "also", "not", "became", "began", "made"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that begin an adverbial and no subject.</summary>
    private static readonly HashSet<string> Openers = new(
        ["in", "on", "at", "by", "for", "from", "to", "with", "without", "within", "after", "before", "during", "since", "until", "when", "while", "as", "if", "although", "though", "because", "under", "over", "through", "between",
            "among", "along", "according", "despite", "like", "unlike", "of", "about", "around", "against", "into", "upon", "via", "per", "given", "due", "based", "only", "even", "not", "no", "using", "once", "where", "whether"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a whole sentence of prose: begins like one, ends like one, of a sensible length, with brackets and quotes in pairs, and without signs of markup.</summary>
    public static bool IsSound(string sentence)
    {
        if (sentence.Length is < ShortestSentence or > LongestSentence || !char.IsUpper(sentence[0]) || sentence[^1] is not ('.' or '!' or '?') || sentence.AsSpan().ContainsAny(Markup))
        {
            return false;
        }

        foreach (var noise in Noise)
        {
            if (sentence.Contains(noise, StringComparison.Ordinal))
            {
                return false;
            }
        }

        var first = FirstWord(sentence);
        if (first.EndsWith(':') || Array.Exists(OpenEnds, end => sentence.EndsWith(end, StringComparison.Ordinal)))
        {
            return false;
        }

        // Titles and references have capital letters nearly throughout.
        var words = TextTools.Words(sentence);
        return words.Count is >= FewestWords and <= MostWords && words.Count(range => char.IsLower(sentence[range.Start])) * 100 >= words.Count * 34 && IsPaired(sentence) && !IsGlued(sentence);
    }

    /// <summary>Whether a sentence is understood by itself, as far as its first word tells.</summary>
    public static bool StandsAlone(string sentence) => FirstWord(sentence) is var first && !Referring.Contains(first) && !WithoutSubject.Contains(first);

    /// <summary>Whether a phrase can be the subject of a question: a few words that name something, not one that refers to what was said before.</summary>
    public static bool IsSubject(string phrase, int mostWords = 7)
    {
        var words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Length > mostWords || Referring.Contains(words[0]) || Openers.Contains(words[0]) || WithoutSubject.Contains(words[0]) || StopWords.Contains(words[^1]) || phrase.Length < 2)
        {
            return false;
        }

        // The plant, the captain: which one was said before. The Supreme Court and the capital of France stand by themselves.
        if (words[0] is "The" or "the" && (words.Length == 1 || (!char.IsUpper(words[1][0]) && !words.Contains("of", StringComparer.Ordinal))))
        {
            return false;
        }

        // A gerund or participle at the start is half a clause.
        if (words.Length > 1 && words[0].EndsWith("ing", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var word in words)
        {
            if (Verbs.Contains(word))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether each word of a phrase has a capital letter, small particles of names aside.</summary>
    public static bool IsName(string phrase)
    {
        var words = phrase.Split(' ');
        return words.Length is >= 2 and <= 4 && words[0] is not ("The" or "A" or "An") && !words[0].EndsWith("ly", StringComparison.Ordinal) && !StopWords.Contains(words[0]) && words[0] is not "Various"
            && words.All(static word => word.Length > 0 && (char.IsUpper(word[0]) || word is "of" or "de" or "van" or "von" or "la" or "al" or "bin" or "ibn"))
            && char.IsUpper(words[^1][0]);
    }

    /// <summary>Whether a phrase holds a word that refers to a person or thing named elsewhere.</summary>
    public static bool RefersBack(string phrase)
    {
        foreach (var range in TextTools.Words(phrase))
        {
            if (phrase.AsSpan(range) is var word && word.Length <= 10 && word.ToString().ToLowerInvariant() is "he" or "she" or "it" or "they" or "him" or "her" or "them" or "his" or "hers" or "its" or "their" or "this" or "these"
                or "those" or "himself" or "herself" or "itself" or "themselves" or "former" or "latter" or "we" or "our" or "i" or "my")
            {
                return true;
            }
        }

        return false;
    }

    private static string FirstWord(string sentence)
    {
        var end = sentence.AsSpan().IndexOfAny(" ,'\u2019");
        return end < 0 ? sentence : sentence[..end];
    }

    private static bool IsPaired(string sentence)
    {
        var depth = 0;
        var quotes = 0;
        foreach (var sign in sentence)
        {
            depth += sign switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            quotes += sign is '"' ? 1 : sign is '\u201C' ? 1 : sign is '\u201D' ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0 && quotes % 2 == 0;
    }

    /// <summary>Whether two sentences stand together without a space, as where line ends were lost: a word or number, a full stop, a capital letter.</summary>
    private static bool IsGlued(string sentence)
    {
        for (var at = 2; at < sentence.Length - 2; at++)
        {
            if (sentence[at] is not ('.' or '?' or '!'))
            {
                continue;
            }

            var next = sentence[at + 1] is '"' or '\u201D' ? at + 2 : at + 1;
            if (!char.IsUpper(sentence[next]))
            {
                continue;
            }

            var (start, end) = (at, next);
            while (start > 0 && char.IsLetterOrDigit(sentence[start - 1]))
            {
                start--;
            }

            while (end < sentence.Length && char.IsLetter(sentence[end]))
            {
                end++;
            }

            // Names of programs are spelled so as well, System.Text: between two capital letters only a word such as The begins a sentence for sure.
            if (start == at || next > at + 1 || !char.IsUpper(sentence[start]) || (at - start > 1 && !char.IsLower(sentence[at - 1]) && end - next > 1) || StopWords.Contains(sentence.AsSpan(next, end - next)))
            {
                return true;
            }
        }

        return false;
    }
}
