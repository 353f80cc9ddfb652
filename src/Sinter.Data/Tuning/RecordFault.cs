using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>One sort of fault in the records of a data set: how many have it, and where the first stands.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Count">How many records have it.</param>
/// <param name="Of">How many records were found in all, good and bad.</param>
/// <param name="First">Where the first of them stands.</param>
/// <param name="Detail">What exactly is wrong with the first, without a full stop; empty where the kind says it all.</param>
/// <param name="LeftOut">Whether they are left out of the records.</param>
public sealed record RecordFault(FaultKind Kind, long Count, long Of, RecordPlace First, string Detail, bool LeftOut)
{
    /// <summary>The fault as one sentence: <c>3 of 1,000 records have an empty answer (first: train.jsonl, line 17); they are left out.</c></summary>
    public string Sentence => $"{Statement}; {(Count == 1 ? "it is" : "they are")} {(LeftOut ? "left out" : "kept")}.";

    /// <summary>The sentence without what becomes of the records and without a full stop.</summary>
    internal string Statement
    {
        get
        {
            var (one, many) = Words(Kind);
            return string.Create(CultureInfo.InvariantCulture, $"{Count:N0} of {Of:N0} record{(Of == 1 ? "" : "s")} {(Count == 1 ? one : many)} (first: {First}{(Detail.Length > 0 ? ": " + Detail : "")})");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    private static (string One, string Many) Words(FaultKind kind) => kind switch
    {
        FaultKind.Broken => ("is broken", "are broken"),
        FaultKind.InvalidText => ("has a text that is not valid Unicode", "have a text that is not valid Unicode"),
        FaultKind.MissingField => ("lacks a field", "lack a field"),
        FaultKind.TooLong => ("is longer than the limit", "are longer than the limit"),
        FaultKind.EmptyText => ("has an empty text", "have an empty text"),
        FaultKind.EmptyAnswer => ("has an empty answer", "have an empty answer"),
        FaultKind.EmptyLabel => ("has no label", "have no label"),
        FaultKind.SeveralLabels => ("has several labels", "have several labels"),
        FaultKind.UnequalLengths => ("has not as many tags as words", "have not as many tags as words"),
        FaultKind.WrongNumber => ("has a wrong number", "have a wrong number"),
        FaultKind.AnswerNotInContext => ("has an answer that is not in its context", "have an answer that is not in its context"),
        FaultKind.WrongChoice => ("has no right choice among its choices", "have no right choice among their choices"),
        FaultKind.WrongMessage => ("has a message that cannot be used", "have a message that cannot be used"),
        FaultKind.NoAssistantTurn => ("has no turn of the assistant", "have no turn of the assistant"),
        FaultKind.NoPrompt => ("has nothing before the assistant's turn", "have nothing before the assistant's turn"),
        FaultKind.EqualSides => ("has the same answer chosen and rejected", "have the same answer chosen and rejected"),
        FaultKind.DifferentPrompts => ("compares answers to different prompts", "compare answers to different prompts"),
        FaultKind.Duplicate => ("repeats another one", "repeat another one"),
        FaultKind.Contradiction => ("gives a known input another label", "give a known input another label"),
        _ => throw new InvalidOperationException($"The fault {kind} has no words."),
    };
}
