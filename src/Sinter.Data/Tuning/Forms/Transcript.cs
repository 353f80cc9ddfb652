using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>A conversation written as one text, each turn behind the name of who speaks: <c>\n\nHuman: ...\n\nAssistant: ...</c> (hh-rlhf), <c>### Human: ...### Assistant: ...</c> (Guanaco).</summary>
internal static class Transcript
{
    private static readonly (string Mark, string Role)[] Plain = [("Human:", MessageRoles.User), ("Assistant:", MessageRoles.Assistant)];
    private static readonly (string Mark, string Role)[] Sharp = [("### Human:", MessageRoles.User), ("### Assistant:", MessageRoles.Assistant)];

    /// <summary>The turns, without space round them; null for a text that does not begin with the mark of a turn and has no turn of the assistant.</summary>
    public static List<ChatMessage>? Parse(string text)
    {
        var start = text.AsSpan().TrimStart();
        var offset = text.Length - start.Length;
        return start.StartsWith("### Human:", StringComparison.Ordinal) ? Cut(text, offset, Sharp, "")
            : start.StartsWith("Human:", StringComparison.Ordinal) && text.Contains("\n\nAssistant:", StringComparison.Ordinal) ? Cut(text, offset, Plain, "\n\n")
            : null;
    }

    private static List<ChatMessage> Cut(string text, int offset, (string Mark, string Role)[] marks, string before)
    {
        var messages = new List<ChatMessage>();
        var (mark, role) = marks[0];
        while (true)
        {
            var start = offset + mark.Length;
            var next = marks.Select(candidate => (Place: text.IndexOf(before + candidate.Mark, start, StringComparison.Ordinal), candidate.Mark, candidate.Role)).Where(static found => found.Place >= 0).DefaultIfEmpty((text.Length, "", "")).MinBy(static found => found.Item1);
            messages.Add(new ChatMessage(role, text[start..next.Item1].Trim()));
            if (next.Item1 == text.Length)
            {
                return messages;
            }

            (offset, mark, role) = (next.Item1 + before.Length, next.Item2, next.Item3);
        }
    }
}
