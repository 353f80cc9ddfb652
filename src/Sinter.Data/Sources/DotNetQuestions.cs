using Sinter.Tokenizers;

namespace Sinter.Data.Sources;

/// <summary>What a question of <see cref="DotNetQuestions"/> asks for; the value of its metadata key <see cref="DotNetQuestions.QuestionKey"/>.</summary>
public static class QuestionKind
{
    /// <summary>What a member does: its summary.</summary>
    public const string Summary = "summary";

    /// <summary>Which type a member returns, by its short name.</summary>
    public const string ReturnType = "returnType";

    /// <summary>Whether a name is a method, a property, a field, an event or a type.</summary>
    public const string MemberKind = "memberKind";
}

/// <summary>
/// Makes questions and answers from the documents of <see cref="DotNetReference"/>. A member is asked about by its name alone, never with parentheses, so that the
/// answer must be known. The members and the phrasings are chosen by hash: the same documents give the same questions, in whatever order they come.
/// </summary>
public sealed class DotNetQuestions
{
    /// <summary>The metadata key that tells what is asked for, one of <see cref="QuestionKind"/>.</summary>
    public const string QuestionKey = "question";

    /// <summary>The metadata key of the expected answer.</summary>
    public const string AnswerKey = "answer";

    /// <summary>The metadata key of the document that the answer was taken from.</summary>
    public const string DocumentKey = "document";

    private static readonly string[] AskedKinds = ["method", "property", "field", "event", "type"];

    private static readonly string[] SummaryPhrasings =
    [
        "What does {0} do?",
        "What is {0} for?",
        "Explain {0}.",
        "Describe {0} in a few words.",
        "Tell me about {0}.",
    ];

    private static readonly string[] ReturnTypePhrasings =
    [
        "Which type does {0} return?",
        "What type is the result of {0}?",
        "What is the return type of {0}?",
    ];

    private static readonly string[] MemberKindPhrasings =
    [
        "Is {0} a method, a property, a field, an event or a type?",
        "What kind of member is {0}: method, property, field, event or type?",
        "{0}: is that a method, a property, a field, an event or a type?",
    ];

    /// <summary>The most questions that ask for a summary.</summary>
    public int MaximumSummaries { get; init; } = 4000;

    /// <summary>The most questions that ask for the type of a result.</summary>
    public int MaximumReturnTypes { get; init; } = 1000;

    /// <summary>
    /// The most questions that ask for the kind of a member, of each kind. No kind is asked for more often than the third most frequent one,
    /// so that always saying "a method" is not a good answer.
    /// </summary>
    public int MaximumMemberKindsEach { get; init; } = 800;

    /// <summary>
    /// The longest summary that is asked for, in characters; a first sentence within it is taken from a longer one.
    /// </summary>
    public int MaximumAnswerCharacters { get; init; } = 300;

    /// <summary>
    /// The conversations: each a question of the user and the answer of the assistant, mixed by the hash of their ids.
    /// A name that stands for several kinds of members is asked about by nobody; overloads count as one member, and their first document answers.
    /// </summary>
    public IReadOnlyList<Conversation> Make(IEnumerable<Document> documents)
    {
        var members = documents
            .Where(document => document.Metadata.ContainsKey(ReferenceFacts.Kind) && document.Metadata.ContainsKey(ReferenceFacts.Name))
            .GroupBy(document => document.Metadata[ReferenceFacts.Name], StringComparer.Ordinal)
            .Where(group => group.Select(document => document.Metadata[ReferenceFacts.Kind]).Distinct(StringComparer.Ordinal).Count() == 1)
            .Select(group => new Member(group.Key, group.First().Metadata[ReferenceFacts.Kind], [.. group.OrderBy(document => document.Id, StringComparer.Ordinal)]))
            .ToList();

        return
        [
            .. Choose(QuestionKind.Summary, MaximumSummaries, members, SummaryPhrasings, SummaryOf)
                .Concat(Choose(QuestionKind.ReturnType, MaximumReturnTypes, members, ReturnTypePhrasings, ReturnTypeOf))
                .Concat(MemberKinds(members))
                .OrderBy(conversation => StableHash.Of(conversation.Id))
                .ThenBy(conversation => conversation.Id, StringComparer.Ordinal),
        ];
    }

    private sealed record Member(string Name, string Kind, IReadOnlyList<Document> Documents);

    private IEnumerable<Conversation> MemberKinds(List<Member> members)
    {
        var byKind = members.ToLookup(member => member.Kind, StringComparer.Ordinal);
        var each = Math.Min(MaximumMemberKindsEach, AskedKinds.Select(kind => byKind[kind].Count()).OrderDescending().ElementAt(AskedKinds.Length / 2));
        return AskedKinds.SelectMany(kind =>
            Choose(QuestionKind.MemberKind, each, byKind[kind], MemberKindPhrasings, member => (member.Documents[0], MemberKindName.WithArticle(member.Kind))));
    }

    private static IEnumerable<Conversation> Choose(
        string question, int maximum, IEnumerable<Member> members, string[] phrasings, Func<Member, (Document Document, string Answer)?> answer) =>
        members
            .Select(member => (Member: member, Rank: StableHash.Of(question + ":" + member.Name), Found: answer(member)))
            .Where(candidate => candidate.Found is not null)
            .OrderBy(candidate => candidate.Rank)
            .ThenBy(candidate => candidate.Member.Name, StringComparer.Ordinal)
            .Take(maximum)
            .Select(candidate => Ask(question, candidate.Member, phrasings[(candidate.Rank >> 32) % (ulong)phrasings.Length], candidate.Found!.Value.Document, candidate.Found.Value.Answer));

    private static Conversation Ask(string question, Member member, string phrasing, Document document, string answer) => new()
    {
        Id = question + ":" + member.Name,
        Messages =
        [
            new ChatMessage("user", phrasing.Replace("{0}", member.Name, StringComparison.Ordinal)),
            new ChatMessage("assistant", answer),
        ],
        Metadata = new MetadataDictionary([new(QuestionKey, question), new(AnswerKey, answer), new(DocumentKey, document.Id)]),
    };

    private (Document Document, string Answer)? SummaryOf(Member member)
    {
        foreach (var document in member.Documents)
        {
            if (document.Metadata.TryGetValue(ReferenceFacts.Summary, out var summary) && Shorten(summary) is { } answer && IsSentence(answer))
            {
                return (document, answer);
            }
        }

        return null;
    }

    /// <summary>Where all overloads whose type is known agree; a property is said to return its value too.</summary>
    private static (Document Document, string Answer)? ReturnTypeOf(Member member)
    {
        if (member.Kind is not ("method" or "property"))
        {
            return null;
        }

        var known = member.Documents.Where(document => document.Metadata.ContainsKey(ReferenceFacts.ReturnType)).ToList();
        var types = known.Select(document => document.Metadata[ReferenceFacts.ReturnType]).Distinct(StringComparer.Ordinal).ToList();
        return types.Count == 1 ? (known[0], types[0]) : null;
    }

    /// <summary>Some summaries are not words but the prototype of a processor instruction.</summary>
    private static bool IsSentence(string text) => text.EndsWith('.') && char.IsUpper(text[0]);

    private string? Shorten(string summary)
    {
        if (summary.Length <= MaximumAnswerCharacters)
        {
            return summary;
        }

        var end = summary.AsSpan(0, MaximumAnswerCharacters).LastIndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? null : summary[..(end + 1)];
    }
}
