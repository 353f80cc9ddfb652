using System.Text.Json;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads Hugging Face's tokenizer.json: byte-level BPE as GPT-2 has it, and SentencePiece BPE as Llama has it.</summary>
internal static class TokenizerJsonReader
{
    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file) => Read(file, JsonPart.Load(file));

    /// <summary>Reads a file that is already parsed.</summary>
    public static TokenizerDefinition Read(string file, JsonPart root)
    {
        var model = root["model"];
        if (model["type"].TextOrNull() is { } type and not "BPE")
        {
            throw model["type"].Error($"is \"{type}\"; Sinter reads BPE models");
        }

        RefuseUnlessPlain(model);
        var metaspace = TokenizerJsonText.ReadForm(root);
        var modelTokens = model["vocab"].Members().Select(static member => (Token: member.Name, Id: member.Value.Count())).ToList();
        var added = root["added_tokens"].IsNull ? [] : root["added_tokens"].Items().Select(ReadAddedToken).OrderBy(static token => token.Id).ToArray();
        var tokens = DefinitionCheck.ById(file, WithAdded(file, modelTokens, added));
        var ids = modelTokens.ToDictionary(static entry => entry.Token, static entry => entry.Id, StringComparer.Ordinal);
        if (metaspace is null)
        {
            DefinitionCheck.HasAllBytes(file, ids);
        }

        var unknown = model["unk_token"].TextOrNull();
        if (unknown is not null && !tokens.AsSpan().Contains(unknown))
        {
            throw model["unk_token"].Error($"is '{unknown}', which is not in the vocabulary");
        }

        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = modelTokens.Count == 0 ? 0 : modelTokens.Max(static entry => entry.Id) + 1,
            Merges = [.. model["merges"].Items().Select(item => ReadMerge(file, item, ids))],
            AddedTokens = added,
            Metaspace = metaspace,
            UnknownToken = unknown,
            FusesUnknown = model["fuse_unk"].Flag(),
            ByteFallback = model["byte_fallback"].Flag(),
            PostProcessor = root["post_processor"].IsNull ? null : root["post_processor"].Element.GetRawText(),
        };
    }

    /// <summary>Whether a parsed file is a tokenizer.json rather than a bare vocabulary.</summary>
    public static bool Recognises(JsonPart root) => root["model"].Element.ValueKind == JsonValueKind.Object;

    private static void RefuseUnlessPlain(JsonPart model)
    {
        foreach (var key in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[key].TextOrNull() is { Length: > 0 } affix)
            {
                throw model[key].Error($"is '{affix}'; Sinter reads BPE models without prefixes and suffixes of parts of words");
            }
        }

        if (model["ignore_merges"].Flag())
        {
            throw model["ignore_merges"].Error("is true; Sinter reads BPE models that merge every word");
        }

        if (!model["dropout"].IsNull && !(model["dropout"].Element.TryGetDouble(out var dropout) && dropout == 0))
        {
            throw model["dropout"].Error($"is {model["dropout"].Shown()}; Sinter encodes without dropout, so set it to null");
        }
    }

    private static AddedToken ReadAddedToken(JsonPart part)
    {
        var content = part["content"].Text();
        if (content.Length == 0)
        {
            throw part["content"].Error("is empty; an added token needs a text");
        }

        return new AddedToken(part["id"].Count(), content, part["special"].Flag())
        {
            SingleWord = part["single_word"].Flag(),
            StripsLeft = part["lstrip"].Flag(),
            StripsRight = part["rstrip"].Flag(),
            Normalized = part["normalized"].Flag(),
        };
    }

    private static List<(string Token, int Id)> WithAdded(string file, List<(string Token, int Id)> modelTokens, AddedToken[] added)
    {
        var ids = modelTokens.ToDictionary(static entry => entry.Token, static entry => entry.Id, StringComparer.Ordinal);
        var all = new List<(string Token, int Id)>(modelTokens);
        foreach (var token in added)
        {
            if (!ids.TryGetValue(token.Content, out var known))
            {
                ids.Add(token.Content, token.Id);
                all.Add((token.Content, token.Id));
            }
            else if (known != token.Id)
            {
                throw DefinitionCheck.Error(file, $"the added token '{token.Content}' has the id {token.Id} and also the id {known}; a token has one id");
            }
        }

        return all;
    }

    private static Merge ReadMerge(string file, JsonPart item, Dictionary<string, int> ids)
    {
        if (item.Element.ValueKind == JsonValueKind.Array)
        {
            var parts = item.Items().Select(static part => part.Text()).ToArray();
            return parts.Length == 2
                ? DefinitionCheck.Merge(file, item.Key, parts[0], parts[1], ids)
                : throw item.Error($"is {item.Shown()}, expected two tokens");
        }

        var text = item.Text();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < text.Length - 1 && space == text.LastIndexOf(' ')
            ? DefinitionCheck.Merge(file, item.Key, text[..space], text[(space + 1)..], ids)
            : throw item.Error($"is {item.Shown()}, expected two tokens with a space between them");
    }
}
