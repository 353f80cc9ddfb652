using System.Text;

namespace Sinter.Data.Sources;

/// <summary>
/// Writes what is known of a member as a short text, always in the same order and words, so that a small model learns the form at once and
/// spends itself on the content:
/// <code>
/// System.String.Join is a method.
/// Join(String separator, String[] value)
///
/// Concatenates all the elements of a string array, ...
///
/// Parameters:
/// - separator: The string to use as a separator.
/// </code>
/// The first lines (name, kind and signature) are the heading; see <see cref="Document.Body"/>.
/// </summary>
internal static class ReferenceCard
{
    /// <summary>The document of a member; <paramref name="source"/> is its file below the packs, <paramref name="version"/> the pack's version, or empty.</summary>
    public static Document Write(string id, ReferenceMember member, ReadableNames names, string source, string version)
    {
        var kind = MemberKindName.Of(member.Id.Kind);
        var type = names.FullType(member.Id.Type);
        var name = member.Id.Kind == MemberKind.Type ? type : type + "." + names.Member(member.Id);
        var signature = names.Signature(member.Id, [.. member.Parameters.Select(p => p.Name)], [.. member.TypeParameters.Select(p => p.Name)]);

        var text = new StringBuilder();
        text.Append(name).Append(" is ").Append(MemberKindName.WithArticle(kind)).Append('.');
        if (signature.Length > 0)
        {
            text.Append('\n').Append(signature);
        }

        AppendSection(text, "", member.Summary);
        AppendList(text, "Type parameters:", member.TypeParameters);
        AppendList(text, "Parameters:", member.Parameters);
        AppendSection(text, member.Id.Kind == MemberKind.Property ? "Value: " : "Returns: ", member.Returns);
        AppendSection(text, "Value: ", member.Value);
        AppendList(text, "Exceptions:", member.Exceptions);
        AppendSection(text, "Remarks: ", member.Remarks);

        var facts = new List<KeyValuePair<string, string>>
        {
            new(ReferenceFacts.Kind, kind),
            new(ReferenceFacts.Name, name),
        };
        AddFact(facts, ReferenceFacts.Type, member.Id.Kind == MemberKind.Type ? "" : type);
        AddFact(facts, ReferenceFacts.Version, version);
        AddFact(facts, ReferenceFacts.Summary, member.Summary);
        AddFact(facts, ReferenceFacts.ReturnType, member.Id.ReturnType is { } to ? names.Parameter(to, member.Id.Type, []) : member.ReturnType ?? "");
        facts.Add(new(Document.HeadingLinesKey, signature.Length > 0 ? "2" : "1"));
        return new Document { Id = id, Text = text.ToString(), Source = source, Metadata = new MetadataDictionary(facts) };
    }

    private static void AppendSection(StringBuilder text, string label, string content)
    {
        if (content.Length > 0)
        {
            text.Append("\n\n").Append(label).Append(content);
        }
    }

    private static void AppendList(StringBuilder text, string label, List<Described> items)
    {
        // A name without a word about it stands in the signature already.
        var first = true;
        foreach (var item in items)
        {
            if (item.Text.Length > 0)
            {
                text.Append(first ? "\n\n" + label : "").Append("\n- ").Append(item.Name).Append(": ").Append(item.Text);
                first = false;
            }
        }
    }

    private static void AddFact(List<KeyValuePair<string, string>> facts, string key, string value)
    {
        if (value.Length > 0)
        {
            facts.Add(new(key, value));
        }
    }
}
