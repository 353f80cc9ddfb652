using Sinter.Models.Transformers;
using Sinter.Tensors;

namespace Sinter.Models.Heads;

/// <summary>
/// What the heads of models say of hidden states, beside a language model's logits. They know hidden states and parameters only, so they serve every trunk; texts may be
/// packed, padded or both.
/// </summary>
public static class ModelHeads
{
    extension(Model model)
    {
        /// <summary>
        /// The logits [texts, <see cref="ModelConfig.HeadOutputs"/>] of whole texts: of their classes, the one logit of a choice, the numbers of a regression, or the reward.
        /// </summary>
        /// <param name="hidden">The last hidden states [batch, time, hidden size], or as rows.</param>
        /// <param name="places">Where the texts lie, as <see cref="TextPlaces"/> has it for the pooling of the model.</param>
        /// <exception cref="InvalidOperationException">The head of the model says nothing of whole texts.</exception>
        public Tensor Classify(Tensor hidden, Tensor places)
        {
            model.Require("whole texts", ModelHead.SequenceClassification, ModelHead.MultipleChoice, ModelHead.Regression, ModelHead.Reward);
            return model.Outputs(hidden.Pool(places, model.Config.Pooling));
        }

        /// <summary>What the last layer of the head is given for each text [texts, hidden size]: its logits are linear in these.</summary>
        /// <param name="hidden">The last hidden states [batch, time, hidden size], or as rows.</param>
        /// <param name="places">Where the texts lie, as <see cref="TextPlaces"/> has it for the pooling of the model.</param>
        public Tensor Features(Tensor hidden, Tensor places) => HeadTransform.Apply(model, hidden.Pool(places, model.Config.Pooling));

        /// <summary>The logits [positions, <see cref="ModelConfig.HeadOutputs"/>] of single tokens: of their classes, or of being the first and the last of the answer.</summary>
        /// <param name="hidden">The last hidden states [batch, time, hidden size], or as rows.</param>
        /// <exception cref="InvalidOperationException">The head of the model says nothing of single tokens.</exception>
        public Tensor TokenLogits(Tensor hidden)
        {
            model.Require("single tokens", ModelHead.TokenClassification, ModelHead.QuestionAnswering);
            return model.Outputs(Model.Rows(hidden));
        }

        private Tensor Outputs(Tensor rows) => model.Linear(HeadTransform.Classifier, model.Dropped(HeadTransform.Apply(model, rows), HeadTransform.Classifier));

        private void Require(string what, params ReadOnlySpan<ModelHead> heads)
        {
            if (!heads.Contains(model.Config.Head))
            {
                throw new InvalidOperationException($"The head {model.Config.Head} of the model says nothing of {what}; give the model another head.");
            }
        }
    }
}
