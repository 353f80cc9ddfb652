using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

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

        /// <summary>The logits [positions, <see cref="ModelConfig.HeadOutputs"/>] of single tokens: of their classes, or of being the first and the last of the answer.</summary>
        /// <param name="hidden">The last hidden states [batch, time, hidden size], or as rows.</param>
        /// <exception cref="InvalidOperationException">The head of the model says nothing of single tokens.</exception>
        public Tensor TokenLogits(Tensor hidden)
        {
            model.Require("single tokens", ModelHead.TokenClassification, ModelHead.QuestionAnswering);
            return model.Outputs(Model.Rows(hidden));
        }

        private Tensor Outputs(Tensor rows) => HeadTransform.Apply(model, rows).Linear(model.Weight(HeadTransform.Classifier), bias: model.Find(HeadTransform.Classifier + ".bias"));

        private void Require(string what, params ReadOnlySpan<ModelHead> heads)
        {
            if (!heads.Contains(model.Config.Head))
            {
                throw new InvalidOperationException($"The head {model.Config.Head} of the model says nothing of {what}; give the model another head.");
            }
        }
    }

    extension(Tensor tensor)
    {
        /// <summary>One vector for each text, [texts, hidden size], of these hidden states [..., hidden size].</summary>
        /// <param name="places">Where the texts lie, as <see cref="TextPlaces"/> has it.</param>
        /// <param name="pooling">How.</param>
        public Tensor Pool(Tensor places, TextPooling pooling)
        {
            var rows = Model.Rows(tensor);
            if (pooling != TextPooling.Mean)
            {
                return rows.Gather(places);
            }

            var texts = places.Shape[0];
            var members = places.Reshape([1, texts, 2]).Members(rows.Shape[0], rows.Type).Reshape([texts, rows.Shape[0]]);
            return members.MatMul(rows) / members.Sum(-1).Reshape([texts, 1]);
        }

        /// <summary>Which of a number of positions lie in these ranges [1, n, 2], as ones and zeros [1, n, positions].</summary>
        internal Tensor Members(int positions, DataType type)
            => new AttentionMask(new AttentionOptions { Heads = 1, KeyValueHeads = 1, Cross = true }, positions, type).Apply(tensor)[0];
    }
}
