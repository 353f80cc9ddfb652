namespace Sinter.Tokenizers.PostProcessors;

/// <summary>What a name in a template stands for, mostly one token of the same name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Ids">The ids of its tokens.</param>
/// <param name="Tokens">The texts of its tokens.</param>
internal sealed record TemplateToken(string Name, IReadOnlyList<int> Ids, IReadOnlyList<string> Tokens);
