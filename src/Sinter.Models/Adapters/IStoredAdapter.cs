using Sinter.Models.Files;

namespace Sinter.Models.Adapters;

/// <summary>An adapter that knows how its parameters are called in files.</summary>
internal interface IStoredAdapter
{
    /// <summary>What adapter_config.json has under <c>peft_type</c>.</summary>
    string PeftType { get; }

    /// <summary>What stands before the names of the model's own modules.</summary>
    string Words => AdapterFile.Words;

    /// <summary>What PEFT puts there in prompt and prefix tuning.</summary>
    const string WordsOfPrompts = "base_model.";

    /// <summary>What PEFT calls the one tensor of prompt and prefix tuning.</summary>
    const string PromptTensor = "prompt_embeddings";

    /// <summary>Its tensors, with the parameter that each is.</summary>
    IEnumerable<AdapterTensor> Tensors(ModelConfig config);
}

/// <summary>A tensor of an adapter's file.</summary>
/// <param name="Info">Its name, without <c>base_model.model.</c>, and its shape.</param>
/// <param name="Parameter">The parameter of the same shape that it is.</param>
/// <param name="Layout">How its rows lie in the file.</param>
internal sealed record AdapterTensor(TensorInfo Info, string Parameter, TensorLayout Layout = TensorLayout.Plain)
{
    /// <summary>Whether the name is used as it is, without the words that PEFT puts before names of modules.</summary>
    public bool IsBare { get; init; }
}
