namespace Sinter.Models.Adapters;

/// <summary>What adapter_config.json says, in PEFT's words.</summary>
public sealed record AdapterConfig
{
    /// <summary>The kind of adapter: <c>LORA</c>, <c>PROMPT_TUNING</c>, <c>PREFIX_TUNING</c>, or Sinter's own <c>SINTER_BOTTLENECK</c>.</summary>
    public required string PeftType { get; init; }

    /// <summary>What the model is for, such as <c>CAUSAL_LM</c> or <c>SEQ_CLS</c>; null where the file does not say.</summary>
    public string? TaskType { get; init; }

    /// <summary>The model that the adapter was made for: a folder, absolute or from the adapter's own folder, or a name that means something elsewhere; null where the file does not say.</summary>
    public string? BaseModel { get; init; }

    /// <summary>The adapter's settings, to be given to a model.</summary>
    public required IAdapter Adapter { get; init; }

    /// <summary>What of the file is passed over, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
