namespace Sinter.Tokenizers.Jinja;

/// <summary>Several values in round brackets; a list, which is an array here, is another kind of value.</summary>
/// <param name="Items">The values; nobody changes them.</param>
internal sealed record JinjaTuple(object?[] Items);
